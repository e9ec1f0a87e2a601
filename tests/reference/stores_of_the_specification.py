"""Stores for pgs_runtime, as the capabilities' specification describes them.

pgs_runtime executes a graph and imports its side effects; those of the reference system are not published with it. These
know nothing of locks, indexes or anything else below `.pgs`: they read and write the files alone.
"""

import json
import os
import secrets
from datetime import datetime


class Store:
    def __init__(self, config, metadata, capability_code):
        self.paths = config["paths"]

    def execute(self, op, payload):
        path = self.paths[payload.pop("__pgs_store_entity__")]
        os.makedirs(os.path.dirname(path), exist_ok=True)
        status, answer = getattr(self, op.lower())(path, **payload)
        return {"result_status": status, **answer}


def lines(path):
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def append(path, entry):
    with open(path, "a", encoding="utf-8") as file:
        file.write(json.dumps(entry) + "\n")


class Registry(Store):
    def live(self, path):
        live = {}
        for entry in lines(path):
            if entry.get("tombstone"):
                live.pop(entry["key"], None)
            else:
                live[entry["key"]] = entry
        return live

    def register(self, path, key, target_cs=None, target_ref=None):
        if key in self.live(path):
            return "ALREADY_EXISTS", {}
        address = "ADDR_" + secrets.token_hex(16)
        append(path, {"key": key, "address": address, "target_cs": target_cs, "target_ref": target_ref})
        return "SUCCESS", {"address": address}

    def resolve(self, path, key_or_address):
        entry = self.live(path).get(key_or_address)
        if entry is None:
            return "NOT_FOUND", {}
        return "SUCCESS", {"target_cs": entry["target_cs"], "target_ref": entry["target_ref"]}

    def exists(self, path, key_or_address):
        return "SUCCESS", {"exists": key_or_address in self.live(path)}

    def count(self, path):
        return "SUCCESS", {"count": len(self.live(path))}

    def deregister(self, path, key_or_address):
        entry = self.live(path).get(key_or_address)
        if entry is None:
            return "NOT_FOUND", {}
        append(path, {"key": entry["key"], "address": entry["address"], "tombstone": True})
        return "SUCCESS", {}


class MutableJson(Store):
    def read_all(self, path):
        if not os.path.exists(path):
            return {}
        with open(path, encoding="utf-8") as file:
            return json.load(file)

    def replace(self, path, records):
        with open(path + ".new", "w", encoding="utf-8") as file:
            json.dump(records, file, indent=2, ensure_ascii=False)
        os.replace(path + ".new", path)

    def read(self, path, key):
        records = self.read_all(path)
        return ("SUCCESS", {"value": records[key]}) if key in records else ("NOT_FOUND", {})

    def exists(self, path, key):
        return "SUCCESS", {"exists": key in self.read_all(path)}

    def write(self, path, key, value):
        self.replace(path, {**self.read_all(path), key: value})
        return "SUCCESS", {}

    def delete(self, path, key):
        records = self.read_all(path)
        if key not in records:
            return "NOT_FOUND", {}
        del records[key]
        self.replace(path, records)
        return "SUCCESS", {}


class AppendOnly(Store):
    def append(self, path, record, stream_id=None, actor_id=None):
        before = len(lines(path))
        timestamp = datetime.utcnow().isoformat(timespec="microseconds")
        append(path, {
            "record_id": f"{timestamp}_{before:06}",
            "sequence_number": before + 1,
            "timestamp": timestamp,
            "actor_id": actor_id,
            "stream_id": stream_id,
            "record": record,
        })
        return "SUCCESS", {"sequence_number": before + 1}

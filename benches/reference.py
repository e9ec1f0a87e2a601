"""The reference interpreter in process, for `state` beside it: one registration for each line of standard input.

What is of the package `pgs-runtime`: the scheduler, the dispatcher, bindings, routes, the executor of transforms, and the
trace with its file. What the package does not have stands here, as short as it can be: the tables that the reference's
compiler makes of a protocol, the transform GENERATE_ID, and the side effects CS_REGISTRY and CS_APPENDONLY_JSONL. Both
read their whole file at each operation, as the reference's do; the registry parses each line once, the log counts lines.
The reference's own side effects can only be slower: this is the least that it can take.

Loading the tables is left out; opening, writing and closing the trace is not. Nothing is synced. No picture is drawn.

    python3 reference.py SNAPSHOT/artifacts WORKSPACE
    in:  {"data_root": ..., "payload": ...}
    out: nanoseconds, a space, the status
"""

import datetime
import hashlib
import json
import os
import secrets
import sys
import time
from pathlib import Path

from pgs_runtime.evidence import TraceWriter, make_trace_id
from pgs_runtime.loader import DispatchTable, HandlersTable, RuntimePackage, VocabIndex
from pgs_runtime.scheduler import run_wf

WORKFLOW = "library::WF_REGISTER_MEMBER_V0"


def generate_id(inputs):
    canonical = json.dumps(inputs["data"], sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return {"id": inputs["prefix"] + "_" + hashlib.sha256(canonical.encode()).hexdigest()[:16]}


def append(path, entry):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "a", encoding="utf-8") as file:
        file.write(json.dumps(entry) + "\n")


class Registry:
    def __init__(self, config, metadata, capability_code):
        self.config = config

    def execute(self, op, payload):
        path = self.config["paths"][payload["__pgs_store_entity__"]]
        live = {}
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                for line in file:
                    entry = json.loads(line)
                    live[entry["key"]] = entry
        if payload["key"] in live and not live[payload["key"]].get("tombstone"):
            return {"result_status": "ALREADY_EXISTS"}
        address = "ADDR_" + secrets.token_hex(16)
        target = {name: payload[name] for name in ("target_cs", "target_ref")}
        append(path, {"key": payload["key"], "address": address, **target, **payload["value"]})
        return {"result_status": "SUCCESS", "address": address}


class Log:
    def __init__(self, config, metadata, capability_code):
        self.config = config

    def execute(self, op, payload):
        path, before = self.config["paths"][payload["__pgs_store_entity__"]], 0
        if os.path.exists(path):
            with open(path, "rb") as file:
                before = sum(1 for _ in file)
        now = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None).isoformat()
        entry = {"record_id": f"{now}_{before:06}", "sequence_number": before + 1, "timestamp": now}
        append(path, {**entry, **{name: payload[name] for name in ("actor_id", "stream_id", "record")}})
        return {"result_status": "SUCCESS", "sequence_number": before + 1}


HANDLERS = {
    "capability_transforms::CT_PURE_GENERATE_ID_V0": "generate_id",
    "capability_side_effects::CS_REGISTRY_V0": "Registry",
    "capability_side_effects::CS_APPENDONLY_JSONL_V0": "Log",
}


def package(artifacts):
    """The tables of the one workflow, from its artifacts."""
    core = lambda kind, name: json.loads((artifacts / kind / f"{name.replace('::', '__')}.json").read_text())["frontmatter"]["core"]
    workflow = core("workflows", WORKFLOW)
    stores = core("structures", "library::STRUCTURE_LIBRARY_STORAGE_V0")["entity_stores"]
    paths = {name: "{{module_data_root}}/" + store["path"] for name, store in stores.items()}
    names = [WORKFLOW, "library::RB_DESK_V0", *HANDLERS, *workflow["nodes"]]
    names += ["transition::" + status for status in ("ACK", "SUCCESS", "ALREADY_EXISTS")]
    address = {name: number for number, name in enumerate(names, 1)}

    def by_address(value):
        """Results of a contract are addressed by its number."""
        if isinstance(value, dict):
            return {key: by_address(of) for key, of in value.items()}
        if isinstance(value, str) and value.startswith("$.results.CC_"):
            node = value.split(".")[2]
            return value.replace(node, str(address[node]))
        return value

    routing, pipeline, bindings = {}, {}, {}
    for key, node in workflow["nodes"].items():
        conditions = {status: node["next"][status] for status in node.get("next", {}) if "transition::" + status in address}
        routing[address[key]] = {
            address["transition::" + status]: {"addr": address[target], "key": target} for status, target in conditions.items()
        }
        if node["type"] == "CC":
            bindings[key] = by_address(node["inputs"])
            pipeline[address[key]] = [
                {
                    "addr": address[step.get("transform") or step["side_effect"]],
                    "op": step.get("op"),
                    "inputs": {**step["inputs"], **({"__store__": step["store"]} if "store" in step else {})},
                    "outputs": step["outputs"],
                    "on_result": step["on_result"],
                    "step_id": step["step"],
                }
                for step in core("capability_contracts", node["fqdn_id"])["pipeline"]
            ]

    def handler(name):
        return {"module": "__main__", "callable": HANDLERS[name]}

    transform, *effects = HANDLERS
    atom = {
        "atom": transform,
        "handler_ref": handler(transform),
        "args": {"prefix": "$.inputs.prefix", "data": "$.inputs.data"},
        "out": "made",
    }
    ir = {"atom_stream": [atom], "outputs": {"id": {"from": "made"}}}
    workflow_address, binding = address[WORKFLOW], address["library::RB_DESK_V0"]
    start = workflow["start_node"]
    entry = {workflow_address: {"start": address[start], "start_key": start, "rb": binding}}
    return RuntimePackage(
        domain="library",
        dispatch=DispatchTable({workflow_address: routing}, pipeline, entry, {workflow_address: bindings}),
        handlers=HandlersTable(
            ct={address[transform]: {"ct_ir": ir}},
            cs={address[effect]: {"handler_ref": handler(effect)} for effect in effects},
            rb_policy={binding: {address[effect]: {"policy": {"paths": paths}} for effect in effects}},
        ),
        vocab=VocabIndex({number: name for name, number in address.items()}, address),
    )


def run(tables, payload, data_root, workspace):
    """As `pgs_runtime.api.run_workflow`, with tables that are loaded already."""
    trace_id = make_trace_id("library", WORKFLOW, payload)
    folder = workspace / "traces" / "library" / WORKFLOW.split("::")[1] / trace_id
    folder.mkdir(parents=True, exist_ok=True)
    writer = TraceWriter(folder, trace_id, "library", tables.vocab.addr(WORKFLOW), WORKFLOW)
    try:
        return run_wf(WORKFLOW, payload, tables, writer, data_root)
    finally:
        writer.close()


def main():
    artifacts, workspace = map(Path, sys.argv[1:])
    tables = package(artifacts)
    print("ready", flush=True)
    for line in sys.stdin:
        wanted = json.loads(line)
        begun = time.perf_counter_ns()
        status, _ = run(tables, wanted["payload"], wanted["data_root"], workspace)
        print(time.perf_counter_ns() - begun, status, flush=True)


main()

//! The four files of one graph, taken apart as a program or a reader would.

use std::io::Cursor;
use std::path::Path;

use pgs_codegen::emit::{Content, Files};
use pgs_value::Value;

/// The files of one graph.
pub struct Drawing {
    pub name: String,
    pub data: Value,
    pub mermaid: String,
    svg: String,
    png: Vec<u8>,
}

/// A rectangle, or a straight piece of a line.
#[derive(Clone, Copy, Debug)]
pub struct Area {
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
}

impl Area {
    pub fn meets(&self, other: &Self) -> bool {
        self.x < other.x + other.width
            && other.x < self.x + self.width
            && self.y < other.y + other.height
            && other.y < self.y + self.height
    }

    pub fn holds(&self, other: &Self) -> bool {
        self.x <= other.x
            && self.y <= other.y
            && other.x + other.width <= self.x + self.width
            && other.y + other.height <= self.y + self.height
    }

    /// Without its sides.
    pub fn inside(&self) -> Self {
        Self { x: self.x + 1, y: self.y + 1, width: self.width - 2, height: self.height - 2 }
    }
}

impl Drawing {
    /// All graphs among these files.
    pub fn all(files: &Files) -> Vec<Self> {
        let text = |path: &Path| files[path].text().unwrap().to_owned();
        let data = files.keys().filter(|path| path.extension().is_some_and(|it| it == "json"));
        let drawings = data.map(|path| Self {
            name: path.display().to_string(),
            data: pgs_value::from_str(&text(path)).unwrap(),
            mermaid: text(&path.with_extension("mmd")),
            svg: text(&path.with_extension("svg")),
            png: files.get(&path.with_extension("png")).map(Content::bytes).unwrap().to_vec(),
        });
        drawings.collect()
    }

    /// The names of the PNG's chunks.
    pub fn chunks(&self) -> Vec<String> {
        self.raw_chunks().into_iter().map(|(name, _)| name).collect()
    }

    /// The colours: three bytes an entry.
    pub fn palette(&self) -> Vec<u8> {
        self.raw_chunks().into_iter().find(|(name, _)| name == "PLTE").unwrap().1
    }

    fn raw_chunks(&self) -> Vec<(String, Vec<u8>)> {
        let (mut chunks, mut rest) = (Vec::new(), &self.png[8..]);
        while !rest.is_empty() {
            let length = u32::from_be_bytes(rest[..4].try_into().unwrap()) as usize;
            chunks.push((String::from_utf8(rest[4..8].to_vec()).unwrap(), rest[8..8 + length].to_vec()));
            rest = &rest[length + 12..];
        }
        chunks
    }

    /// Width, height, and the entry of each pixel.
    pub fn pixels(&self) -> (u32, u32, Vec<u8>) {
        let mut reader = png::Decoder::new(Cursor::new(&self.png)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        assert_eq!((info.color_type, info.bit_depth), (png::ColorType::Indexed, png::BitDepth::Eight));
        (info.width, info.height, pixels)
    }

    /// Whose which entries are.
    pub fn declared(&self) -> Vec<(String, Vec<u8>)> {
        let entries = |value: &Value| pgs_value::from_value::<Vec<u8>>(value.clone()).unwrap();
        let one = |value: &Value| vec![u8::try_from(value.as_u64().unwrap()).unwrap()];
        let fixed = &self.data["palette"];
        let mut all = vec![("paper".to_owned(), one(&fixed["paper"])), ("title".to_owned(), entries(&fixed["title"]))];
        for node in self.data["nodes"].as_array().unwrap() {
            let (key, palette) = (&node["key"], &node["palette"]);
            all.push((format!("fill of {key}"), one(&palette["fill"])));
            all.push((format!("line of {key}"), one(&palette["line"])));
            all.push((format!("text of {key}"), entries(&palette["text"])));
        }
        for edge in self.data["edges"].as_array().unwrap() {
            let ends = format!("{} to {}", edge["from"], edge["to"]);
            all.push((format!("edge from {ends}"), entries(&edge["palette"]["line"])));
            for outcome in edge["outcomes"].as_array().unwrap() {
                let name = format!("outcome {} from {ends}", outcome["outcome"]);
                all.push((name, entries(&outcome["palette"]["text"])));
            }
        }
        all
    }

    /// Every route: from, outcome, to. Sorted.
    pub fn routes(&self) -> Vec<(String, String, String)> {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let mut routes = Vec::new();
        for edge in self.data["edges"].as_array().unwrap() {
            let outcomes = edge["outcomes"].as_array().unwrap().iter();
            routes.extend(outcomes.map(|it| (text(&edge["from"]), text(&it["outcome"]), text(&edge["to"]))));
        }
        routes.sort();
        routes
    }

    /// The boxes of the nodes.
    pub fn nodes(&self) -> Vec<Area> {
        let kinds = ["intent", "contract", "exit", "no_edge"];
        let rects =
            self.svg.lines().filter(|line| kinds.iter().any(|it| line.starts_with(&format!("<rect class=\"{it}\""))));
        rects
            .map(|line| Area { x: n(line, "x"), y: n(line, "y"), width: n(line, "width"), height: n(line, "height") })
            .collect()
    }

    /// Where outcomes are written: from a little above small letters down to the baseline.
    pub fn outcomes(&self) -> Vec<Area> {
        let texts = self.svg.lines().filter(|line| line.starts_with("<text") && line.contains("class=\"o\""));
        texts
            .map(|line| Area { x: n(line, "x"), y: n(line, "y") - 11, width: n(line, "textLength"), height: 11 })
            .collect()
    }

    /// The straight pieces of all lines, two pixels wide.
    pub fn lines(&self) -> Vec<Area> {
        let paths = self.svg.lines().filter(|line| line.starts_with("<path class=\"l\""));
        paths.flat_map(|line| straight(line.split('"').nth(3).unwrap())).collect()
    }
}

/// An attribute that is a number.
fn n(line: &str, name: &str) -> i32 {
    let (_, rest) = line.split_once(&format!(" {name}=\"")).unwrap_or_else(|| panic!("{line}: no {name}"));
    rest.split('"').next().unwrap().parse().unwrap()
}

/// The straight pieces of a path of M, V, H, C and Q.
fn straight(path: &str) -> Vec<Area> {
    let (mut pieces, mut x, mut y) = (Vec::new(), 0, 0);
    let mut rest = path;
    while let Some(command) = rest.chars().next() {
        let end = rest[1..].find(|c: char| c.is_ascii_alphabetic()).map_or(rest.len(), |at| at + 1);
        let numbers: Vec<i32> = rest[1..end].split([' ', ',']).map(|it| it.parse().unwrap()).collect();
        match command {
            'V' => {
                pieces.push(Area { x: x - 1, y: y.min(numbers[0]), width: 2, height: (y - numbers[0]).abs() });
                y = numbers[0];
            }
            'H' => {
                pieces.push(Area { x: x.min(numbers[0]), y: y - 1, width: (x - numbers[0]).abs(), height: 2 });
                x = numbers[0];
            }
            _ => (x, y) = (numbers[numbers.len() - 2], numbers[numbers.len() - 1]),
        }
        rest = &rest[end..];
    }
    pieces
}

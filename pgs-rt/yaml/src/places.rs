//! Where each value of a YAML document stands.

use std::collections::BTreeMap;
use std::ops::Range;

use pgs_value::pointer;
use saphyr_parser::{Event, Parser, Span};

/// The bytes that each value stands in, by JSON pointer; for a collection in a mapping, those of its key. What can't
/// be parsed is left out, with all that follows.
pub fn places(text: &str) -> BTreeMap<String, Range<usize>> {
    let offsets: Vec<usize> = text.char_indices().map(|(offset, _)| offset).chain([text.len()]).collect();
    let mut walk = Walk { path: Vec::new(), stack: Vec::new(), offsets, places: BTreeMap::new() };
    for event in Parser::new_from_str(text) {
        let Ok((event, span)) = event else { break };
        if walk.stack.len() > super::DEPTH {
            break;
        }
        let is_collection = matches!(event, Event::MappingStart(..) | Event::SequenceStart(..));
        if is_collection && matches!(walk.stack.last(), Some(Frame::Mapping(None))) {
            // A collection as a key: no JSON, no pointer.
            break;
        }
        match event {
            Event::Scalar(text, ..) => walk.scalar(&text, span),
            Event::Alias(_) => walk.scalar("*", span),
            Event::MappingStart(..) => walk.open(Frame::Mapping(None), span),
            Event::SequenceStart(..) => walk.open(Frame::Sequence(0), span),
            Event::MappingEnd | Event::SequenceEnd => walk.close(),
            _ => {}
        }
    }
    walk.places
}

/// A collection that is open.
enum Frame {
    /// A mapping, with the key whose value comes next.
    Mapping(Option<Span>),
    /// A sequence, with the index of the next item.
    Sequence(usize),
}

struct Walk {
    path: Vec<String>,
    stack: Vec<Frame>,
    offsets: Vec<usize>,
    places: BTreeMap<String, Range<usize>>,
}

impl Walk {
    fn scalar(&mut self, text: &str, span: Span) {
        if let Some(Frame::Mapping(key @ None)) = self.stack.last_mut() {
            *key = Some(span);
            self.path.push(text.to_owned());
            return;
        }
        self.enter_item();
        self.record(span);
        self.leave_value();
    }

    fn open(&mut self, frame: Frame, span: Span) {
        self.enter_item();
        let shown = match self.stack.last() {
            Some(Frame::Mapping(Some(key))) => *key,
            _ => span,
        };
        self.record(shown);
        self.stack.push(frame);
    }

    fn close(&mut self) {
        self.stack.pop();
        self.leave_value();
    }

    fn enter_item(&mut self) {
        if let Some(Frame::Sequence(index)) = self.stack.last_mut() {
            self.path.push(index.to_string());
            *index += 1;
        }
    }

    fn leave_value(&mut self) {
        self.path.pop();
        if let Some(Frame::Mapping(key)) = self.stack.last_mut() {
            *key = None;
        }
    }

    fn record(&mut self, span: Span) {
        let offset = |index: usize| self.offsets.get(index).or(self.offsets.last()).copied().unwrap_or_default();
        let range = offset(span.start.index())..offset(span.end.index());
        let mut place = String::new();
        self.path.iter().for_each(|key| pointer::push(&mut place, key));
        self.places.insert(place, range);
    }
}

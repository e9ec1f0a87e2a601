//! The spaces between rows: at which height each line goes to the side, so that no two run on each other.

use std::collections::BTreeMap;

/// A line that goes no further to the side than this is bent, not led, if no other is near.
const SLANT: i32 = 30;
/// How near two lines may come on one height.
const APART: i32 = 12;

/// A line in a space between two rows.
#[derive(Clone, Copy, Debug)]
pub struct Leg {
    /// The index of its edge.
    pub edge: usize,
    /// Where it enters, at the upper side.
    pub from: i32,
    /// Where it leaves, at the lower side.
    pub to: i32,
}

impl Leg {
    fn leftward(self) -> bool {
        self.to < self.from
    }

    /// Whether a slanting line could touch this one.
    fn hinders(self, other: Self) -> bool {
        self.edge != other.edge && self.from != self.to && self.meets(other)
    }

    fn meets(self, other: Self) -> bool {
        let (from, to) = (self.from.min(self.to) - APART, self.from.max(self.to) + APART);
        from < other.from.max(other.to) && other.from.min(other.to) < to
    }
}

/// The heights of the lines in a space.
#[derive(Clone, Debug, Default)]
pub struct Channel {
    /// By edge; the first is the uppermost.
    pub tracks: BTreeMap<usize, i32>,
    /// How many there are.
    pub count: i32,
}

impl Channel {
    /// Gives each line a height. Of lines to one side, the one that comes from further away passes below the others: it
    /// then crosses neither where they come down nor where they go down.
    pub fn of(legs: &[Leg]) -> Self {
        let is_led = |leg: &Leg| (leg.from - leg.to).abs() > SLANT || legs.iter().any(|other| other.hinders(*leg));
        let led = legs.iter().copied().filter(|leg| leg.from != leg.to && is_led(leg));
        let (mut left, mut right): (Vec<Leg>, Vec<Leg>) = led.partition(|leg| leg.leftward());
        left.sort_by_key(|leg| (leg.from, leg.edge));
        right.sort_by_key(|leg| (-leg.from, leg.edge));
        let mut placed: Vec<(Leg, i32)> = Vec::new();
        for leg in left.into_iter().chain(right) {
            let near = || placed.iter().filter(|(other, _)| other.meets(leg));
            let same_side = near().filter(|(other, _)| other.leftward() == leg.leftward());
            let mut track = same_side.map(|(_, track)| track + 1).max().unwrap_or_default();
            while near().any(|(_, taken)| *taken == track) {
                track += 1;
            }
            placed.push((leg, track));
        }
        let count = placed.iter().map(|(_, track)| track + 1).max().unwrap_or_default();
        Self { tracks: placed.into_iter().map(|(leg, track)| (leg.edge, track)).collect(), count }
    }
}

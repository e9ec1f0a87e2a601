//! What stands in parentheses.

use super::{Group, Item, PatternError, Translation};

/// What is on.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of Python's")]
pub struct Flags {
    pub ascii: bool,
    pub unicode: bool,
    pub ignore_case: bool,
    pub multi_line: bool,
    pub dot_all: bool,
    pub verbose: bool,
}

/// What an opening parenthesis begins.
enum Kind {
    Captures(Option<String>),
    Plain(Flags),
    Atomic,
    Ahead(&'static str),
    Behind(&'static str),
}

impl Translation<'_> {
    /// Flags for the whole pattern: `(?aims)` at its very beginning.
    pub(super) fn global_flags(&mut self) -> Result<Flags, PatternError> {
        let mut flags = Flags::default();
        while self.source.starts_with_flags() {
            self.source.next();
            self.source.next();
            while let Some(it) = self.source.next().filter(|it| *it != ')') {
                self.turn(&mut flags, it, true)?;
            }
        }
        self.check_flags(flags)?;
        Ok(flags)
    }

    fn turn(&self, flags: &mut Flags, it: char, on: bool) -> Result<(), PatternError> {
        match it {
            'a' if on => flags.ascii = true,
            'u' if on => flags.unicode = true,
            'i' => flags.ignore_case = on,
            'm' => flags.multi_line = on,
            's' => flags.dot_all = on,
            'x' => flags.verbose = on,
            _ => return Err(self.source.error("unknown flag")),
        }
        Ok(())
    }

    fn check_flags(&self, flags: Flags) -> Result<(), PatternError> {
        if flags.ascii && flags.unicode {
            return Err(self.source.error("ASCII and UNICODE flags are incompatible"));
        }
        if flags.ascii && flags.ignore_case {
            return Err(self.source.unsupported("case that is ignored in ASCII alone can't be carried over"));
        }
        Ok(())
    }

    /// A group whose parenthesis was read.
    pub(super) fn group(&mut self, flags: Flags, depth: usize) -> Result<Item, PatternError> {
        let kind = if self.source.take('?') {
            match self.extension(flags)? {
                Extension::Group(kind) => kind,
                Extension::Item(item) => return Ok(item),
            }
        } else {
            Kind::Captures(None)
        };
        let mut inner = flags;
        self.out.push_str(match &kind {
            Kind::Captures(_) => "(",
            Kind::Plain(other) if other.ignore_case && !flags.ignore_case => "(?i:",
            Kind::Plain(other) if !other.ignore_case && flags.ignore_case => "(?-i:",
            Kind::Plain(_) => "(?:",
            Kind::Atomic => "(?>",
            Kind::Ahead(opening) | Kind::Behind(opening) => opening,
        });
        let index = self.groups.len();
        match &kind {
            Kind::Captures(name) => self.groups.push(Group { name: name.clone(), width: None }),
            Kind::Plain(other) => inner = *other,
            Kind::Atomic | Kind::Ahead(_) | Kind::Behind(_) => {}
        }
        let verbose = std::mem::replace(&mut self.source.is_verbose, inner.verbose);
        let width = self.alternatives(inner, depth + 1)?;
        self.source.is_verbose = verbose;
        if !self.source.take(')') {
            return Err(self.source.error("missing ), unterminated subpattern"));
        }
        self.out.push(')');
        match kind {
            Kind::Captures(_) => {
                if let Some(group) = self.groups.get_mut(index) {
                    group.width = Some(width);
                }
                Ok(Item::Group(width))
            }
            Kind::Plain(_) | Kind::Atomic => Ok(Item::Group(width)),
            Kind::Behind(_) if width.0 != width.1 => Err(self.source.error("look-behind requires fixed-width pattern")),
            Kind::Ahead(_) | Kind::Behind(_) => Ok(Item::Group((0, 0))),
        }
    }

    /// What stands behind `(?`.
    fn extension(&mut self, flags: Flags) -> Result<Extension, PatternError> {
        let Some(it) = self.source.next() else { return Err(self.source.error("unexpected end of pattern")) };
        Ok(Extension::Group(match it {
            ':' => Kind::Plain(flags),
            '>' => Kind::Atomic,
            '=' => Kind::Ahead("(?="),
            '!' => Kind::Ahead("(?!"),
            '<' if self.source.take('=') => Kind::Behind("(?<="),
            '<' if self.source.take('!') => Kind::Behind("(?<!"),
            '#' => {
                self.source.until(')')?;
                return Ok(Extension::Item(Item::Nothing));
            }
            'P' if self.source.take('<') => {
                let name = self.source.until('>')?;
                if !is_name(&name) || self.groups.iter().any(|it| it.name.as_deref() == Some(name.as_str())) {
                    return Err(self.source.error("bad or repeated name of a group"));
                }
                Kind::Captures(Some(name))
            }
            'P' if self.source.take('=') => {
                let name = self.source.until(')')?;
                let found = self.groups.iter().position(|it| it.name.as_deref() == Some(name.as_str()));
                let Some(index) = found else { return Err(self.source.error("unknown group name")) };
                return Ok(Extension::Item(self.refer(index + 1, flags)?));
            }
            '(' => return Err(self.source.unsupported("a conditional group can't be carried over")),
            it => Kind::Plain(self.scoped(it, flags)?),
        }))
    }

    /// `ims-x:`, whose first character was read. Flags for the whole pattern stand at its beginning alone.
    fn scoped(&mut self, first: char, outer: Flags) -> Result<Flags, PatternError> {
        let (mut flags, mut on, mut next) = (outer, true, Some(first));
        (flags.ascii, flags.unicode) = (false, false);
        while let Some(it) = next.filter(|it| *it != ':') {
            match it {
                '-' if on => on = false,
                ')' => return Err(self.source.error("global flags not at the start of the expression")),
                it => self.turn(&mut flags, it, on)?,
            }
            next = self.source.next();
        }
        if next.is_none() {
            return Err(self.source.error("missing :"));
        }
        if !flags.ascii && !flags.unicode {
            flags.ascii = outer.ascii;
        }
        self.check_flags(flags)?;
        Ok(flags)
    }
}

enum Extension {
    Group(Kind),
    Item(Item),
}

fn is_name(name: &str) -> bool {
    let is_letter = |it: char| it.is_alphabetic() || it == '_';
    name.starts_with(is_letter) && name.chars().all(|it| is_letter(it) || it.is_numeric())
}

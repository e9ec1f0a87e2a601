//! Reports as JSON, one object a line.

use pgs_evidence::examine::Report;
use pgs_rt::json::compact;
use pgs_rt::to_value;

use crate::text::lines;

pub(super) fn json(reports: &[Report]) -> String {
    let line = |report: &Report| to_value(report).map(|value| compact(&value));
    lines(reports.iter().filter_map(|report| line(report).ok()))
}

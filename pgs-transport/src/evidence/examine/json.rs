//! Reports as JSON, one object a line.

use pgs_evidence::examine::Report;
use pgs_rt::json::compact;

use crate::text::lines;

pub(super) fn json(reports: &[Report]) -> String {
    let line = |report: &Report| pgs_value::to_value(report).map(|value| compact(&value));
    lines(reports.iter().filter_map(|report| line(report).ok()))
}

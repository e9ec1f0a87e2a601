//! Texts as lines and columns.

/// The text on one line, with nothing hidden in it: texts of a snapshot and file names may hold line breaks, and worse.
pub(crate) fn one_line(text: &str) -> String {
    let line = text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    pgs_escape::line(&line)
}

/// Texts as lines.
pub(crate) fn lines<I: AsRef<str>>(lines: impl IntoIterator<Item = I>) -> String {
    lines.into_iter().fold(String::new(), |mut out, line| {
        out.push_str(line.as_ref());
        out.push('\n');
        out
    })
}

/// The same in so many columns of a terminal at most: first these columns are left out, then what is still too long is cut.
pub(crate) fn columns_within(rows: &[Vec<String>], most: Option<usize>, left_out: &[usize]) -> String {
    let Some(most) = most else { return columns(rows) };
    let is_wide = |text: &str| text.lines().any(|line| line.chars().count() > most);
    let mut gone = 0;
    let mut text = columns(rows);
    while is_wide(&text) && gone < left_out.len() {
        gone += 1;
        let without = |row: &Vec<String>| -> Vec<String> {
            let left = row.iter().enumerate().filter(|(n, _)| !left_out.iter().take(gone).any(|out| out == n));
            left.map(|(_, cell)| cell.clone()).collect()
        };
        text = columns(&rows.iter().map(without).collect::<Vec<_>>());
    }
    let cut = |line: &str| match line.char_indices().nth(most) {
        Some(_) => line.chars().take(most.saturating_sub(1)).chain(['…']).collect(),
        None => line.to_owned(),
    };
    lines(text.lines().map(cut))
}

/// Rows as columns that line up, two spaces between them.
pub(crate) fn columns(rows: &[Vec<String>]) -> String {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let length = |cell: &String| cell.chars().count();
    let widths: Vec<usize> =
        (0..count).map(|n| rows.iter().filter_map(|row| row.get(n)).map(length).max().unwrap_or(0)).collect();
    let line = |row: &Vec<String>| {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        cells.join("  ").trim_end().to_owned()
    };
    lines(rows.iter().map(line))
}

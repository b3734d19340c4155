//! Small pieces of YAML text.

/// A fragment with each `<name>` replaced by its value.
#[must_use]
pub fn fill(fragment: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(fragment.to_owned(), |text, (name, value)| text.replace(&format!("<{name}>"), value))
}

/// The text with the line `# sync: place` replaced by a block, as far to the right as that line was.
#[must_use]
pub fn insert(text: &str, place: &str, block: &str) -> String {
    let mark = format!("# sync: {place}");
    let put = |line: &str| match line.strip_suffix(mark.as_str()) {
        Some(margin) if margin.trim().is_empty() => block.lines().map(|line| format!("{margin}{line}\n")).collect(),
        _ => format!("{line}\n"),
    };
    text.lines().map(put).collect()
}

/// A text in double quotes, as YAML and JSON read it. ASCII only: CloudFormation does not keep other letters everywhere.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            ' '..='~' => quoted.push(letter),
            _ => letter.encode_utf16(&mut [0; 2]).iter().for_each(|unit| quoted.push_str(&format!("\\u{unit:04x}"))),
        }
    }
    quoted.push('"');
    quoted
}

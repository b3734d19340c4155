//! What a client called itself (`User-Agent`), as people call it; the console's lists of sessions say it alike.

/// Browsers by what their names hold. Those that pretend to be another stand before it.
const BROWSERS: [(&[&str], &str); 5] = [
    (&["Edg/", "EdgA/", "EdgiOS/"], "Edge"),
    (&["OPR/"], "Opera"),
    (&["Firefox/", "FxiOS/"], "Firefox"),
    (&["Chrome/", "CriOS/"], "Chrome"),
    (&["Safari/"], "Safari"),
];
/// Systems, likewise.
const SYSTEMS: [(&[&str], &str); 7] = [
    (&["Windows"], "Windows"),
    (&["iPhone"], "iPhone"),
    (&["iPad"], "iPad"),
    (&["Mac OS X"], "macOS"),
    (&["Android"], "Android"),
    (&["CrOS"], "ChromeOS"),
    (&["Linux"], "Linux"),
];
/// How much is said of a name that nobody knows, in characters.
const UNKNOWN_CHARACTERS: usize = 40;

/// Browser and system; the beginning of the name itself where neither is known, and nothing where there is none.
#[must_use]
pub fn device_of(agent: &str) -> String {
    let first = |known: &[(&[&str], &'static str)]| {
        known.iter().find(|(signs, _)| signs.iter().any(|sign| agent.contains(sign))).map(|(_, name)| *name)
    };
    let found: Vec<&str> = [first(&BROWSERS), first(&SYSTEMS)].into_iter().flatten().collect();
    if found.is_empty() { agent.chars().take(UNKNOWN_CHARACTERS).collect() } else { found.join(" / ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_its_browser_and_its_system() {
        let windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1";
        let table = [
            (windows.to_owned(), "Chrome / Windows"),
            (format!("{windows} Edg/131.0.0.0"), "Edge / Windows"),
            (phone.to_owned(), "Safari / iPhone"),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0".to_owned(), "Firefox / Linux"),
            ("curl/8.5.0".to_owned(), "curl/8.5.0"),
            ("x".repeat(200), "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
            (String::new(), ""),
        ];
        for (agent, device) in table {
            assert_eq!(device_of(&agent), device, "{agent}");
        }
    }
}

//! A real browser: Debian's Chromium without a screen, driven through the WebDriver protocol. `tests/install-browser` gets it.

use super::directory::TemporaryDirectory;
use super::web_driver::Page;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

const CHROMIUM: &str = "/usr/bin/chromium";
const CHROMEDRIVER: &str = "/usr/bin/chromedriver";

/// What a machine without a screen, and a test without the network, need.
const ARGUMENTS: [&str; 11] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // The product's first language is the test's.
    "--lang=ja",
    "--accept-lang=ja",
];

/// How a browser is started.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// A phone's screen of so many CSS pixels, width and height, with touch and its narrow viewport; else a window of a desk.
    pub phone: Option<(u32, u32)>,
    /// Takes the certificate of the local cloud's own authority as any other that isn't known.
    pub any_certificate: bool,
    /// The directory of the browser's settings, such as one that holds a client certificate; else a new, empty one.
    pub user_data: Option<PathBuf>,
    /// The person's home, whose store of certificates the browser reads; else the machine's own.
    pub home: Option<PathBuf>,
}

/// Runs steps in a browser, and stops it whether they end or panic.
pub async fn browse<F: Future<Output = ()> + Send + 'static>(options: Options, steps: impl FnOnce(Page) -> F) {
    let fresh = TemporaryDirectory::new();
    let user_data = options.user_data.clone().unwrap_or_else(|| fresh.path().to_owned());
    let (mut chromedriver, port) = start_driver(options.home.as_deref()).await;
    let page = Page::open(&format!("http://127.0.0.1:{port}"), &capabilities(&options, &user_data)).await;
    let outcome = tokio::spawn(steps(page.clone())).await;
    page.close().await;
    let _killed = chromedriver.kill().await;
    if let Err(error) = outcome {
        std::panic::resume_unwind(error.into_panic());
    }
}

fn capabilities(options: &Options, user_data: &std::path::Path) -> Value {
    let mut arguments: Vec<String> = ARGUMENTS.map(str::to_owned).to_vec();
    arguments.push(format!("--user-data-dir={}", user_data.display()));
    let mut chrome = json!({ "binary": CHROMIUM });
    match options.phone {
        // A window can't be made this narrow.
        Some((width, height)) => {
            let screen = json!({ "width": width, "height": height, "pixelRatio": 3.0, "mobile": true, "touch": true });
            chrome["mobileEmulation"] = json!({ "deviceMetrics": screen });
        }
        None => arguments.push("--window-size=1280,900".into()),
    }
    chrome["args"] = json!(arguments);
    json!({ "browserName": "chrome", "acceptInsecureCerts": options.any_certificate, "goog:chromeOptions": chrome })
}

// On a free port, which it tells.
async fn start_driver(home: Option<&std::path::Path>) -> (Child, u16) {
    for program in [CHROMIUM, CHROMEDRIVER] {
        assert!(std::path::Path::new(program).exists(), "{program} isn't there; tests/install-browser gets it");
    }
    let mut command = Command::new(CHROMEDRIVER);
    command.envs(home.map(|home| ("HOME", home)));
    let mut driver = command
        .arg("--port=0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap_or_else(|error| panic!("{CHROMEDRIVER} doesn't start: {error}"));
    let mut lines = BufReader::new(driver.stdout.take().expect("the output is piped")).lines();
    let port = async {
        while let Some(line) = lines.next_line().await.expect("the output is text") {
            let port = line.split("started successfully on port ").nth(1).and_then(|rest| rest.trim_end_matches('.').parse().ok());
            if let Some(port) = port {
                return port;
            }
        }
        panic!("{CHROMEDRIVER} ended without a port");
    };
    let port = tokio::time::timeout(Duration::from_secs(30), port).await.unwrap_or_else(|_| panic!("{CHROMEDRIVER} names no port"));
    // What it says later mustn't fill the pipe.
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    (driver, port)
}

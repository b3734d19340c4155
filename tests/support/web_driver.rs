//! The WebDriver protocol (W3C) as far as the tests use it.
//!
//! Written here since both well-kept clients cost more than they bring: thirtyfour turns on serde_json's `preserve_order` for
//! whatever is built beside it, so that tests would run on other maps than what is deployed; fantoccini brings a licence that
//! deny.toml doesn't take.

use reqwest::Method;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// The member under which the protocol names an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// How long something may take to appear.
const PATIENCE: Duration = Duration::from_secs(10);

/// Asks within a page: method, path, body.
const FETCH: &str = r#"
    const [method, path, body, done] = arguments;
    const init = { method, headers: body ? { "content-type": "application/json" } : {}, body: body ? JSON.stringify(body) : undefined };
    const read = (text) => { try { return JSON.parse(text); } catch { return null; } };
    fetch(path, init).then(async (reply) => done({ status: reply.status, body: read(await reply.text()) }), (error) => done({ failed: String(error) }));
"#;

/// A browser's window.
#[derive(Debug, Clone)]
pub struct Page {
    client: reqwest::Client,
    session: String,
}

/// An element of a page.
#[derive(Debug, Clone)]
pub struct Element {
    page: Page,
    path: String,
}

impl Page {
    /// Opens a window of a driver that listens at an address, with capabilities of the protocol.
    pub async fn open(driver: &str, capabilities: &Value) -> Self {
        let client = super::cloud::client();
        let opening = Self { client: client.clone(), session: format!("{driver}/session") };
        let opened = opening.send(Method::POST, "", &json!({ "capabilities": { "alwaysMatch": capabilities } })).await;
        let opened = opened.unwrap_or_else(|error| panic!("Chromium doesn't start: {error}"));
        let session = opened["sessionId"].as_str().expect("a session has an identifier");
        Self { client, session: format!("{driver}/session/{session}") }
    }

    /// Sends a command of the protocol; the error is the driver's own words.
    ///
    /// # Errors
    /// What the driver refused.
    pub async fn send(&self, method: Method, command: &str, body: &Value) -> Result<Value, String> {
        let mut request = self.client.request(method.clone(), format!("{}{command}", self.session));
        if method == Method::POST {
            request = request.json(body);
        }
        let reply = request.send().await.map_err(|error| error.to_string())?;
        let succeeded = reply.status().is_success();
        let mut reply: Value = reply.json().await.map_err(|error| error.to_string())?;
        let value = reply["value"].take();
        if succeeded { Ok(value) } else { Err(value.to_string()) }
    }

    async fn get(&self, command: &str) -> Value {
        self.send(Method::GET, command, &Value::Null).await.unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    async fn post(&self, command: &str, body: Value) -> Value {
        self.send(Method::POST, command, &body).await.unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    /// Goes to an address and waits for its page.
    pub async fn go_to(&self, address: &str) {
        self.post("/url", json!({ "url": address })).await;
    }

    /// The address of the page.
    pub async fn address(&self) -> String {
        self.get("/url").await.as_str().unwrap_or_default().to_owned()
    }

    /// Runs a script in the page and returns what it returns.
    pub async fn run(&self, script: &str) -> Value {
        self.post("/execute/sync", json!({ "script": script, "args": [] })).await
    }

    /// Runs a script whose last argument is a function, and returns what it calls that with.
    pub async fn call(&self, script: &str, arguments: Value) -> Value {
        self.post("/execute/async", json!({ "script": script, "args": arguments })).await
    }

    /// Sends a request of the page's own, with a body of JSON or (null) none: status and body, null where it isn't JSON.
    pub async fn fetch(&self, method: &str, path: &str, body: &Value) -> (u64, Value) {
        let said = self.call(FETCH, json!([method, path, body])).await;
        (said["status"].as_u64().unwrap_or_else(|| panic!("{path}: {said}")), said["body"].clone())
    }

    /// Sends a command of the Chrome DevTools Protocol.
    pub async fn develop(&self, command: &str, parameters: Value) -> Value {
        self.post("/goog/cdp/execute", json!({ "cmd": command, "params": parameters })).await
    }

    /// The first element that a CSS selector fits, once there is one.
    pub async fn element(&self, selector: &str) -> Element {
        let wanted = json!({ "using": "css selector", "value": selector });
        let started = Instant::now();
        loop {
            match self.send(Method::POST, "/element", &wanted).await {
                Ok(found) => {
                    let id = found[ELEMENT].as_str().unwrap_or_else(|| panic!("no element in {found}"));
                    return Element { page: self.clone(), path: format!("/element/{id}") };
                }
                Err(error) if started.elapsed() > PATIENCE => panic!("{selector}: {error}"),
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    /// The same, once it is shown.
    pub async fn shown(&self, selector: &str) -> Element {
        let started = Instant::now();
        loop {
            let element = self.element(selector).await;
            if element.is_shown().await {
                return element;
            }
            assert!(started.elapsed() < PATIENCE, "{selector} isn't shown");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// A picture of the page as PNG, base64.
    pub async fn picture(&self) -> String {
        self.get("/screenshot").await.as_str().unwrap_or_default().to_owned()
    }

    /// Closes the browser.
    pub async fn close(&self) {
        // It ends with its driver at the latest.
        let _closed = self.send(Method::DELETE, "", &Value::Null).await;
    }
}

impl Element {
    /// Its text as a person sees it.
    pub async fn text(&self) -> String {
        self.page.get(&format!("{}/text", self.path)).await.as_str().unwrap_or_default().to_owned()
    }

    /// Clicks it.
    pub async fn click(&self) {
        self.page.post(&format!("{}/click", self.path), json!({})).await;
    }

    /// Types into it, in place of what stands there.
    pub async fn enter(&self, text: &str) {
        self.page.post(&format!("{}/clear", self.path), json!({})).await;
        self.page.post(&format!("{}/value", self.path), json!({ "text": text })).await;
    }

    /// Whether a person sees it.
    pub async fn is_shown(&self) -> bool {
        // It may have gone meanwhile.
        self.page.send(Method::GET, &format!("{}/displayed", self.path), &Value::Null).await == Ok(Value::Bool(true))
    }

    /// Whether it can be used.
    pub async fn is_enabled(&self) -> bool {
        self.page.get(&format!("{}/enabled", self.path)).await == true
    }
}

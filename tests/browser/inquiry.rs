//! The page from which an inquiry is sent.

use reqwest::Method;
use serde_json::{Value, json};
use tests::TestCloud;
use tests::support::browser::{Options, browse};
use tests::support::web_driver::Page;

const DESK: &str = "support@local.example";
/// A phone's screen in CSS pixels.
const PHONE: (u32, u32) = (390, 844);
const TAB: &str = "\u{E004}";
const ENTER: &str = "\u{E007}";

// Keys as a person strikes them, wherever the page has put the focus.
async fn strike(page: &Page, text: &str) {
    let keys: Vec<Value> =
        text.chars().flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": key.to_string() }))).collect();
    let actions = json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": keys }] });
    page.send(Method::POST, "/actions", &actions).await.unwrap();
}

async fn is_wider_than_the_screen(page: &Page) -> bool {
    page.run("return document.documentElement.scrollWidth > innerWidth").await == true
}

async fn number(page: &Page) -> String {
    let _done = page.shown("#done").await;
    page.element("#number").await.text().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_inquiry_is_sent_by_keyboard_alone() {
    let cloud = TestCloud::start().await;
    let address = format!("{}/inquiry", cloud.base());
    let (told, heard) = tokio::sync::oneshot::channel();
    browse(Options::default(), async move |page| {
        page.go_to(&address).await;
        let _field = page.shown("#reply_to").await;
        strike(&page, &format!("Help{TAB}It does not open.{TAB}nobody{TAB}{ENTER}")).await;
        let alert = page.shown("#alert").await.text().await;
        assert!(alert.starts_with("返信先 / Reply: メールアドレスの形式が違います。"), "{alert}");
        // The focus is where the mistake is.
        strike(&page, &format!("@elsewhere.example{TAB}{ENTER}")).await;
        assert!(!is_wider_than_the_screen(&page).await);
        let _told = told.send(number(&page).await);
    })
    .await;
    let number = heard.await.unwrap();
    let mail = cloud.mail_to(DESK).await.remove(0);
    assert!(mail.subject.contains(&number) && mail.subject.contains("Help"), "{}", mail.subject);
    assert!(mail.text.unwrap().contains("nobody@elsewhere.example"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_wider_than_a_phone_and_every_field_has_a_label() {
    let cloud = TestCloud::start().await;
    let address = format!("{}/inquiry", cloud.base());
    let options = Options { phone: Some(PHONE), ..Options::default() };
    browse(options, async move |page| {
        page.go_to(&address).await;
        let unnamed = "return [...document.querySelectorAll('input, textarea')].filter(field => !field.labels.length).length";
        assert_eq!(page.run(unnamed).await, 0);
        page.element("#button").await.click().await;
        let alert = page.shown("#alert").await.text().await;
        assert!(alert.contains("件名 / Subject: 入力してください。"), "{alert}");
        assert!(!is_wider_than_the_screen(&page).await, "with an error");
        for (field, text) in [("#subject", "件名"), ("#text", "内容"), ("#reply_to", "hanako@elsewhere.example")] {
            page.element(field).await.enter(text).await;
        }
        page.element("#button").await.click().await;
        assert!(number(&page).await.starts_with("Q-"));
        assert!(!is_wider_than_the_screen(&page).await, "at the end");
    })
    .await;
}

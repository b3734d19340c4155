//! The page on which a password is set, behind the link of an invitation.

use serde_json::json;
use tests::TestCloud;
use tests::support::browser::{Options, browse};
use thirtyfour::prelude::*;

const NEW: &str = "まったく新しいパスワード2026";
const MAIL_ADDRESS: &str = "hanako@demo.example";
/// A phone's screen in CSS pixels.
const PHONE: (u32, u32) = (390, 844);

/// An invited account's link, as its mail has it.
async fn invitation(cloud: &TestCloud) -> String {
    let invited = json!({ "name": "新人 花子", "mail_address": MAIL_ADDRESS, "roles": ["viewer"] });
    let _invited = cloud.actor("administrator@demo.example").await.post("/api/accounts", invited).await.expect(201);
    let mail = cloud.mail_to(MAIL_ADDRESS).await.remove(0);
    let text = mail.text.unwrap();
    text.split_whitespace().find(|word| word.contains("#token=")).unwrap().to_owned()
}

async fn enter(page: &WebDriver, first: &str, second: &str) {
    for (field, text) in [("first", first), ("second", second)] {
        let field = page.find(By::Id(field)).await.unwrap();
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }
    page.find(By::Id("button")).await.unwrap().click().await.unwrap();
}

/// The text of an element, once it is shown.
async fn shown(page: &WebDriver, id: &'static str) -> String {
    page.query(By::Id(id)).and_displayed().first().await.unwrap_or_else(|error| panic!("{id} isn't shown: {error}")).text().await.unwrap()
}

async fn number(page: &WebDriver, script: &str) -> u64 {
    page.execute(format!("return {script}"), vec![]).await.unwrap().convert().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invited_person_sets_a_password_and_the_link_works_once() {
    let cloud = TestCloud::start().await;
    let link = invitation(&cloud).await;
    let options = Options { any_certificate: true, ..Options::default() };
    browse(options, async move |page| {
        page.goto(&link).await.unwrap();
        assert!(!page.current_url().await.unwrap().as_str().contains("token"), "the secret stays in the address bar");

        enter(&page, "short", "short").await;
        assert_eq!(shown(&page, "alert").await, "パスワードは15文字以上にしてください。");
        enter(&page, NEW, "まったく別のパスワード2026年").await;
        assert!(shown(&page, "alert").await.starts_with("2つの入力が一致しません。"));
        enter(&page, NEW, NEW).await;
        assert!(shown(&page, "done").await.starts_with("パスワードを設定しました。"));
        assert!(!page.find(By::Id("form")).await.unwrap().is_displayed().await.unwrap());

        // Pasted into the same tab, where only what stands behind `#` is new.
        page.goto(&link).await.unwrap();
        let again = "もう一度使うパスワード2026";
        let field = page.query(By::Id("first")).and_displayed().first().await;
        assert!(field.is_ok(), "the page doesn't begin anew");
        enter(&page, again, again).await;
        let refused = shown(&page, "alert").await;
        assert!(refused.starts_with("リンクは使用済み"), "{refused}");
    })
    .await;
    let person = cloud.nobody();
    let _session = person.sign_in(MAIL_ADDRESS, NEW).await.expect(201);
    assert_eq!(person.get("/api/me").await.expect(200).json["name"], "新人 花子");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_wider_than_a_phone() {
    let cloud = TestCloud::start().await;
    let link = invitation(&cloud).await;
    let options = Options { phone: Some(PHONE), any_certificate: true, ..Options::default() };
    browse(options, async move |page| {
        page.goto(&link).await.unwrap();
        assert_eq!(number(&page, "innerWidth").await, u64::from(PHONE.0), "a page that is too wide is zoomed out");
        assert!(number(&page, "document.documentElement.scrollWidth").await <= u64::from(PHONE.0));
        enter(&page, "short", "short").await;
        let _alert = shown(&page, "alert").await;
        assert!(number(&page, "document.documentElement.scrollWidth").await <= u64::from(PHONE.0), "with an error");
        enter(&page, NEW, NEW).await;
        let _done = shown(&page, "done").await;
        assert!(number(&page, "document.documentElement.scrollWidth").await <= u64::from(PHONE.0), "at the end");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_without_a_link_says_so() {
    let cloud = TestCloud::start().await;
    let address = format!("{}/password", cloud.base());
    browse(Options::default(), async move |page| {
        page.goto(&address).await.unwrap();
        assert!(shown(&page, "alert").await.starts_with("リンクが正しくありません。"));
        assert!(!page.find(By::Id("button")).await.unwrap().is_enabled().await.unwrap());
    })
    .await;
}

//! A sign-in under way while the session that its browser had is ended or goes on elsewhere.

use serde_json::json;
use tests::support::faults::Faults;
use tests::{Actor, PASSWORD, Reply, TestCloud};
use tokio::task::JoinHandle;

const CLERK: &str = "clerk@demo.example";
const VIEWER: &str = "viewer@demo.example";
const REFRESH: &str = "__Host-refresh";

fn signing_in(browser: Actor, mail_address: &'static str) -> JoinHandle<(Reply, Actor)> {
    tokio::spawn(async move { (browser.sign_in(mail_address, PASSWORD).await, browser) })
}

/// A browser with another's refresh token, and nothing else: its sign-in writes the count of its address, which no other
/// operation of the account does.
fn browser_with_session_of(cloud: &TestCloud, actor: &Actor) -> Actor {
    let browser = cloud.nobody();
    browser.set_cookie(REFRESH, &actor.cookie(REFRESH).unwrap());
    browser
}

async fn ends(cloud: &TestCloud, actor: &Actor) -> usize {
    let me = actor.get("/api/me").await.expect(200).id();
    let viewer = cloud.actor(VIEWER).await;
    let list = viewer.get(&format!("/api/timeline?record={me}&operation=signed_out&limit=100")).await.expect(200);
    list.json["items"].as_array().unwrap().len()
}

#[tokio::test]
async fn a_sign_in_succeeds_though_the_former_session_is_ended_meanwhile() {
    let faults = Faults::new();
    let cloud = TestCloud::start_with(|options| faults.install(options)).await;
    for signs_in in [CLERK, VIEWER] {
        let former = cloud.actor(CLERK).await;
        let before = ends(&cloud, &former).await;
        let hold = faults.hold("MAIL_ADDRESS#");
        let under_way = signing_in(browser_with_session_of(&cloud, &former), signs_in);
        hold.reached(1).await;
        assert_eq!(former.delete("/api/sessions/current").await.status, 204);
        hold.release();
        let (reply, browser) = under_way.await.unwrap();
        assert_eq!(reply.status, 201, "{signs_in}: {}", reply.text);
        faults.none();
        assert_eq!(browser.get("/api/me").await.status, 200);
        assert_eq!(ends(&cloud, &cloud.actor(CLERK).await).await, before + 1, "{signs_in}: it ended once");
    }
}

#[tokio::test]
async fn a_former_session_that_is_refreshed_meanwhile_ends_all_the_same() {
    let faults = Faults::new();
    let cloud = TestCloud::start_with(|options| faults.install(options)).await;
    for signs_in in [CLERK, VIEWER] {
        let former = cloud.actor(CLERK).await;
        let hold = faults.hold("MAIL_ADDRESS#");
        let under_way = signing_in(browser_with_session_of(&cloud, &former), signs_in);
        hold.reached(1).await;
        assert_eq!(former.post("/api/sessions/refresh", json!({})).await.status, 200);
        hold.release();
        assert_eq!(under_way.await.unwrap().0.status, 201, "{signs_in}");
        faults.none();
        assert_eq!(former.get("/api/me").await.code(), "session_ended");
    }
}

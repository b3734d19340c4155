use tests::TestCloud;
#[tokio::test]
async fn a_claim_goes_from_draft_to_payment() {
    let started = std::time::Instant::now();
    let cloud = TestCloud::start().await;
    println!("start {:?}", started.elapsed());
    let policy = cloud.policy().await;
    let claim = cloud.claim_paid(&policy).await;
    println!("paid {:?}", started.elapsed());
    let viewer = cloud.actor("viewer@demo.example").await;
    let shown = viewer.get(&format!("/api/claims/{claim}")).await.expect(200);
    println!("{}", shown.text);
    println!("{}", viewer.get(&format!("/api/claims/{claim}/timeline")).await.text);
    let rejected = cloud.claim_rejected(&policy).await;
    println!("{rejected}");
}

//! The operator's command line, as its own program, against a local cloud.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod answers;

use answers::Answers;
use chrono::TimeDelta;
use serde_json::{Value, json};
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;
use tests::support::operator::{Operator, ended};
use tests::{MovableClock, TestCloud};
use tokio::io::AsyncWriteExt;

async fn organization(cloud: &TestCloud) -> String {
    let me = cloud.actor("viewer@demo.example").await.get("/api/me").await.expect(200);
    me.json["organization"]["id"].as_str().unwrap().to_owned()
}

async fn can_sign_in(cloud: &TestCloud) -> bool {
    cloud.nobody().sign_in("viewer@demo.example", tests::PASSWORD).await.status == 201
}

#[tokio::test(flavor = "multi_thread")]
async fn functions_and_jobs_are_listed_and_described_in_the_operators_language() {
    let cloud = TestCloud::start().await;
    let mut operator = Operator::of(&cloud);
    let english = operator.run(&["list"]).await.expect(0).shown;
    assert!(english.contains("organization_open") && english.contains("Send the mail in the outbox"), "{english}");
    assert!(operator.run(&[]).await.expect(0).shown.contains("Exit codes"));
    operator.environment.push(("LANG", "ja_JP.UTF-8".into()));
    let japanese = operator.run(&["list"]).await.expect(0).shown;
    assert!(japanese.contains("送信箱のメールを送る") && japanese.contains("定期処理"), "{japanese}");
    let described = operator.run(&["contract_end", "--help"]).await.expect(0).shown;
    assert!(described.contains("--organization") && described.contains("必須"), "{described}");
    let listed = operator.run(&["list", "--json"]).await.expect(0).json();
    let names: Vec<&str> = listed.as_array().unwrap().iter().filter_map(|found| found["name"].as_str()).collect();
    assert_eq!(names.len(), listed.as_array().unwrap().len());
    assert!(names.contains(&"erasure_run") && !names.contains(&"claim_show"), "{names:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_command_line_names_what_is_wrong_and_sends_nothing() {
    let cloud = TestCloud::start().await;
    let (operator, before) = (Operator::of(&cloud), cloud.dump().await);
    let table: [(&[&str], &str); 7] = [
        (&["contract_finish"], "contract_end"),
        (&["contract_end"], "--organization: This field is required."),
        (&["contract_end", "--organisation", "x"], "--organisation: There is no such field."),
        (&["operator_access_open", "--minutes", "ten"], "--minutes: Enter a whole number."),
        (&["organization_mail_consent", "--state", "maybe"], "--state: Choose one of: given, taken_back"),
        (&["contract_end", "{"], "JSON: Enter JSON."),
        (&["job_list", "--as", "mallory"], "there is no operator mallory"),
    ];
    for (arguments, named) in table {
        let wrong = operator.run(arguments).await.expect(2);
        assert!(wrong.said.contains(named) && wrong.shown.is_empty(), "{arguments:?}: {wrong:?}");
    }
    let nowhere = Operator::at(1, cloud.directory().display().to_string());
    assert!(nowhere.run(&["job_list"]).await.expect(1).said.contains("out of reach"));
    assert_eq!(cloud.dump().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_are_tables_or_json_and_refusals_are_told_in_words() {
    let cloud = TestCloud::start().await;
    let (operator, organization) = (Operator::of(&cloud), organization(&cloud).await);
    let consent = ["organization_mail_consent", "--organization", &organization, "--state", "given", "--reference", "同意書 2026-1"];
    let given = operator.run(&consent).await.expect(0).shown;
    let line = given.lines().find(|line| line.contains("mail_consent.reference")).unwrap_or_else(|| panic!("{given}"));
    assert!(line.contains("同意書 2026-1"), "{given}");
    let again = operator.run(&consent).await.expect(1);
    assert!(again.said.contains("mail_consent_given") && again.said.contains("recorded already"), "{again:?}");
    let machines = operator.run(&[&consent[..], &["--json"]].concat()).await.expect(1);
    assert_eq!(machines.json()["code"], "mail_consent_given", "{machines:?}");
    let refused = operator.run(&["organization_mail_consent", "--organization", "org_1", "--state", "given", "--reference", "x"]).await;
    let refused = refused.expect(1).said;
    assert!(refused.contains("organization: ") && refused.contains("(identifier_invalid)"), "{refused}");
    let jobs = operator.run(&["job-list", "--json"]).await.expect(0).json();
    assert!(jobs["jobs"].as_array().is_some_and(|jobs| jobs.len() > 10), "{jobs}");
    let delivered = operator.run(&["mail_deliver"]).await.expect(0).shown;
    assert!(delivered.contains("failed"), "{delivered}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cant_be_taken_back_is_named_again_at_a_terminal_and_needs_yes_elsewhere() {
    let cloud = TestCloud::start().await;
    let (operator, organization) = (Operator::of(&cloud), organization(&cloud).await);
    let end = ["contract_end", "--organization", &organization];
    let refused = operator.run(&end).await.expect(2);
    assert!(refused.said.contains("--yes") && can_sign_in(&cloud).await, "{refused:?}");
    for (typed, code) in [("yes", 1), ("contract_end", 0)] {
        assert!(can_sign_in(&cloud).await, "{typed}");
        let line = format!("{} {}", operator.program.display(), end.join(" "));
        let mut terminal = tokio::process::Command::new("script");
        terminal.args(["--quiet", "--return", "--command", &line, "/dev/null"]).envs(operator.environment.iter().cloned());
        terminal.env_remove("LC_ALL").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        let mut child = terminal.spawn().expect("script of util-linux");
        child.stdin.as_mut().unwrap().write_all(format!("{typed}\n").as_bytes()).await.unwrap();
        let output = child.wait_with_output().await.unwrap();
        let shown = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(code), "{typed}: {shown}");
        assert!(shown.contains("Type contract_end to go on"), "{shown}");
    }
    assert!(!can_sign_in(&cloud).await);
    let again = operator.run(&["contract_end", "--yes", "--organization", &organization]).await.expect(1);
    assert!(again.said.contains("contract_ended"), "{again:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_operators_erase_an_organization_and_the_run_goes_on_until_it_is_done() {
    let cloud = TestCloud::start().await;
    let (operator, organization) = (Operator::of(&cloud), organization(&cloud).await);
    let _ended = operator.run(&["contract_end", "--yes", "--organization", &organization]).await.expect(0);
    let _swept = operator.run(&["contract_sweep"]).await.expect(0);
    let instruct = ["erasure_instruct", "--organization", &organization, "--document", "消去依頼書", "--instructed_by", "代表取締役"];
    let instructed = operator.run(&[&instruct[..], &["--yes", "--json"]].concat()).await.expect(0).json();
    let erasure = instructed["id"].as_str().unwrap();
    let countersign = ["erasure_countersign", "--yes", "--organization", &organization, "--erasure", erasure];
    let alone = operator.run(&countersign).await.expect(1);
    assert!(alone.said.contains("operators_same"), "{alone:?}");
    let _signed = operator.run(&[&countersign[..], &["--as", "bob"]].concat()).await.expect(0);
    cloud.move_clock(TimeDelta::hours(25));
    let run = operator.run(&["erasure_run", "--yes", "--json"]).await.expect(0).json();
    assert_eq!((&run["more"], &run["failed"]), (&json!(false), &json!(0)), "{run}");
    let left = cloud.dump().await;
    let left = left.keys().filter(|(_, partition, _)| partition.starts_with(&organization)).count();
    assert_eq!(left, 0, "{run}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_is_invoked_until_nothing_more_waits_or_it_doesnt_get_on() {
    let cloud = TestCloud::start().await;
    let _written = Operator::of(&cloud);
    let answers = |done: &[u64], last: bool| {
        let mut answers: Vec<Value> = done.iter().map(|done| json!({ "done": done, "failed": 0, "more": true })).collect();
        answers.extend(last.then(|| json!({ "done": 1, "failed": 0, "more": false })));
        answers
    };
    let getting_on = Answers::start(answers(&[5, 0, 7], true)).await;
    let state = || cloud.directory().display().to_string();
    let done = Operator::at(getting_on.port(), state()).run(&["label_sweep", "--json"]).await.expect(0).json();
    assert_eq!((done, getting_on.given()), (json!({ "done": 13, "failed": 0, "more": false }), 4));
    let stuck = Answers::start(answers(&[5, 0], false)).await;
    let stopped = Operator::at(stuck.port(), state()).run(&["label_sweep"]).await.expect(1);
    assert!(stopped.said.contains("doesn't get on") && stuck.given() == 101, "{stopped:?}");
    let failing = Answers::start(vec![json!({ "done": 2, "failed": 3, "more": false })]).await;
    let failed = Operator::at(failing.port(), state()).run(&["label_sweep"]).await.expect(1);
    assert!(failed.said.contains("3 failed"), "{failed:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn in_aws_the_proof_goes_to_the_aws_command_by_its_standard_input() {
    // STS takes the machine's time.
    let cloud = TestCloud::start_at(MovableClock::at_the_present(), |_| ()).await;
    let mut operator = Operator::of(&cloud);
    let bin = cloud.directory().join("bin");
    std::fs::create_dir(&bin).unwrap();
    let fake = r#"#!/bin/sh
printf '%s\n' "$@" >>"$RECORD"
while [ "$1" != --function-name ]; do shift; done
name=$(printf %s "${2#local-}" | tr - _)
curl --silent --noproxy '*' --data-binary @- "http://127.0.0.1:$PORT/local/invoke/$name"
printf '\n{"StatusCode": 200, "ExecutedVersion": "$LATEST"}\n'
"#;
    std::fs::write(bin.join("aws"), fake).unwrap();
    std::fs::set_permissions(bin.join("aws"), std::fs::Permissions::from_mode(0o700)).unwrap();
    let (record, key) = (cloud.directory().join("arguments"), cloud.directory().join("operators/bob.json"));
    let key: Value = serde_json::from_slice(&std::fs::read(key).unwrap()).unwrap();
    let own = ["AWS_REGION", "APPLICATION", "AWS_ENDPOINT_URL_STS"];
    operator.environment.extend(cloud.cloud.environment.iter().filter(|(name, _)| own.contains(name)).cloned());
    operator.environment.push(("AWS_ACCESS_KEY_ID", key["access_key_id"].as_str().unwrap().to_owned()));
    operator.environment.push(("PATH", format!("{}:{}", bin.display(), std::env::var("PATH").unwrap())));
    operator.environment.push(("RECORD", record.display().to_string()));
    let missing = operator.run(&["job_list", "--aws"]).await.expect(2);
    assert!(missing.said.contains("AWS_SECRET_ACCESS_KEY"), "{missing:?}");
    operator.environment.push(("AWS_SECRET_ACCESS_KEY", key["secret_access_key"].as_str().unwrap().to_owned()));

    let organization = organization(&cloud).await;
    let access =
        ["operator_access_open", "--aws", "--organization", &organization, "--reason", "調査", "--ticket", "T-1", "--minutes", "5"];
    let opened = operator.run(&[&access[..], &["--json"]].concat()).await.expect(0).json();
    assert!(opened["access"].is_string(), "{opened}");
    let timeline = cloud.actor("administrator@demo.example").await.get("/api/timeline?limit=100").await.expect(200).text;
    assert!(timeline.contains("operator_access_opened") && timeline.contains("bob"), "{timeline}");
    let arguments = std::fs::read_to_string(record).unwrap();
    assert!(arguments.contains("local-operator-access-open") && !arguments.contains("Signature"), "{arguments}");
    assert!(!arguments.contains("調査"), "{arguments}");
    let job = operator.run(&["clock_check", "--aws", "--json"]).await.expect(0).json();
    assert_eq!(job["failed"], 0, "{job}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_comes_from_a_file_or_the_standard_input_and_is_never_shown() {
    let cloud = TestCloud::start().await;
    let operator = Operator::of(&cloud);
    let file = cloud.directory().join("api-key");
    std::fs::write(&file, "key-fedcba9876543210\n").unwrap();
    let entered = format!("@{}", file.display());
    let mut command = operator.command(&["mail_keys_set", "--yes", "--api_key", &entered, "--signing_key", "@-"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"key-0123456789abcdef\n").await.unwrap();
    let output = child.wait_with_output().await.unwrap();
    let shown = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && shown.contains("kept_at") && !shown.contains("key-"), "{shown}");
    let empty = ended(operator.command(&["mail_keys_set", "--yes", "--api_key", "x", "--signing_key", "@-"]).stdin(Stdio::null())).await;
    assert!(empty.expect(1).said.contains("provider_secret_invalid"));
}

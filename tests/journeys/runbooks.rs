//! The runbooks of docs/runbooks, executed as they stand: every command in them is invoked, in their order.

use serde_json::{Value, json};
use shared::domain::time::text;
use std::collections::BTreeMap;
use tests::TestCloud;

/// A command of a runbook: `make invoke FUNCTION=… INPUT='…'`.
struct Command {
    function: String,
    input: String,
}

/// The commands of the shell blocks of a runbook.
fn commands(runbook: &str) -> Vec<Command> {
    let blocks = runbook.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    let commands = blocks.flat_map(|block| block.split("make invoke FUNCTION=").skip(1));
    commands
        .map(|command| {
            let (function, rest) = command.split_once(char::is_whitespace).unwrap_or((command, ""));
            let input = rest.trim().strip_prefix("INPUT='").map_or("{}", |input| input.strip_suffix('\'').expect("an input ends"));
            Command { function: function.to_owned(), input: input.to_owned() }
        })
        .collect()
}

/// The input as the shell makes it: `'$NAME'` is where the quotes end for a variable.
fn filled(input: &str, variables: &BTreeMap<&str, String>) -> Value {
    let filled = variables.iter().fold(input.to_owned(), |input, (name, value)| input.replace(&format!("'${name}'"), value));
    assert!(!filled.contains('$'), "nothing stands for a variable of {filled}");
    serde_json::from_str(&filled).unwrap_or_else(|error| panic!("{error}: {filled}"))
}

async fn organization(cloud: &TestCloud, domain: &str) -> String {
    let me = cloud.actor(&format!("viewer@{domain}")).await.get("/api/me").await.expect(200);
    me.json["organization"]["id"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_incident_is_handled_by_the_runbook_from_its_first_report_to_its_end() {
    let runbook = include_str!("../../docs/runbooks/incident.md");
    let cloud = TestCloud::start().await;
    let (demo, other) = (organization(&cloud, "demo.example").await, organization(&cloud, "other.example").await);
    let now = text(cloud.now());
    let mut variables = BTreeMap::from([
        ("ORGANIZATION", demo),
        ("OTHER", other),
        ("OCCURRED_AT", now.clone()),
        ("KNOWN_AT", now),
        ("TODAY", cloud.today().to_string()),
    ]);
    let (mut invoked, mut last) = (Vec::new(), Value::Null);
    for Command { function, input } in commands(runbook) {
        last = cloud.invoke(&function, filled(&input, &variables)).await;
        assert!(last.get("code").is_none(), "{function}: {last}");
        if function == "incident_open" {
            variables.insert("INCIDENT", last["incident"].as_str().unwrap().to_owned());
        }
        invoked.push(function);
    }
    for function in ["incident_open", "incident_report", "incident_leak", "incident_close", "incident_list", "incident_watch"] {
        assert!(invoked.iter().any(|found| found == function), "the runbook doesn't use {function}: {invoked:?}");
    }
    // What it ends with: both organizations know all of it, both reports on the leak are made, and nothing presses.
    let incident = &last["incidents"][0];
    assert_eq!((&incident["state"], incident["reports"].as_array().unwrap().len()), (&json!("closed"), 3), "{last}");
    let organizations = last["organizations"].as_array().unwrap();
    assert!(organizations.len() == 2 && organizations.iter().all(|one| one["told_all"] == true && one["punctuality"] == "met"), "{last}");
    assert!(incident["leak"]["preliminary_filed_on"].is_string() && incident["leak"]["final_filed_on"].is_string(), "{last}");
    let subjects: Vec<String> = cloud.mail_to("contact@demo.example").await.into_iter().map(|mail| mail.subject).collect();
    assert_eq!(subjects.iter().filter(|subject| subject.starts_with("【障害")).count(), 3, "{subjects:?}");
}

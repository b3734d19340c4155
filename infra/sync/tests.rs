//! What must hold of the generated files, whatever the lists of functions are.
#![allow(clippy::unwrap_used)]

use crate::function::{Function, Start, areas};
use crate::operation::variables;
use crate::policy::{Statement, statements, yaml};
use crate::{LIMIT, PLANNED_FUNCTIONS, RESERVE, openapi, schema, text};
use functions::{JOBS, LISTENERS, ROUTES};
use serde_json::Value;
use shared::endpoint::{Access, Grant, Spec};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

const GRANTS: &[Grant] = &[
    Grant::Read,
    Grant::Write,
    Grant::Personal,
    Grant::Cursor,
    Grant::MailAddress,
    Grant::SignToken,
    Grant::SendMail,
    Grant::HearMail,
    Grant::KeepMailKeys,
    Grant::ServiceMail,
    Grant::MakeKeys,
    Grant::MakeServiceKeys,
    Grant::Documents,
    Grant::Records,
    Grant::SignRecords,
    Grant::SigningKey,
    Grant::EndKeys,
    Grant::ProveErasure,
    Grant::RotateKeys,
    Grant::IssueCertificates,
    Grant::PublishTruststore,
    Grant::TakeBackups,
    Grant::PruneBackups,
    Grant::DrillBackups,
    Grant::RestoreBackups,
];

const BARE: Function = Function::of_endpoint(&Spec { name: "claim_show", ..Spec::USUAL });

fn template() -> String {
    generated("template.yaml")
}

fn generated(path: &str) -> String {
    crate::generate(&crate::root()).unwrap().into_iter().find(|(found, _)| *found == path).unwrap().1
}

#[test]
fn the_committed_files_are_those_that_sync_makes() {
    for (path, content) in crate::generate(&crate::root()).unwrap() {
        let committed = fs::read_to_string(crate::root().join(path)).unwrap_or_default();
        assert!(committed == content, "{path} is out of date: run `cargo sync`");
    }
}

#[test]
fn the_stack_stays_well_under_the_limit() {
    let count = crate::count(&crate::root()).unwrap();
    assert_eq!(count.functions, ROUTES.len() + JOBS.len() + LISTENERS.len());
    assert!(count.at(PLANNED_FUNCTIONS) <= LIMIT - RESERVE, "{count:?}: {} at {PLANNED_FUNCTIONS}", count.at(PLANNED_FUNCTIONS));
}

#[test]
fn no_two_resources_have_one_name() {
    let template = template();
    let resources = template.split_once("\nResources:\n").unwrap().1.split_once("\nOutputs:\n").unwrap().0;
    let names: Vec<_> =
        resources.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   ") && line.ends_with(':')).collect();
    assert_eq!(names.len(), names.iter().collect::<BTreeSet<_>>().len());
}

#[test]
fn nothing_is_left_open() {
    let template = template();
    assert!(!template.contains("# sync:"));
    for fragment in ["<Function>", "<Area>", "<area>", "<binary>", "<metric>", "<body>", "<summary>", "<number>"] {
        assert!(!template.contains(fragment), "{fragment}");
    }
}

#[test]
fn a_region_outside_japan_is_refused() {
    let template = template();
    let rules = template.split_once("\nRules:\n").unwrap().1.split_once("\nConditions:\n").unwrap().0;
    assert!(rules.contains("Assert: !Contains [[ap-northeast-1, ap-northeast-3], !Ref AWS::Region]"));
    let policy: Value = serde_json::from_str(&fs::read_to_string(crate::root().join("infra/residency-policy.json")).unwrap()).unwrap();
    let denied = &policy["Statement"][0];
    assert_eq!(denied["Effect"], "Deny");
    assert_eq!(denied["Condition"]["StringNotEquals"]["aws:RequestedRegion"], serde_json::json!(["ap-northeast-1", "ap-northeast-3"]));
}

#[test]
fn each_grant_allows_something_more() {
    let without = statements(&BARE);
    for grant in GRANTS {
        let granted = statements(&Function { grants: std::slice::from_ref(grant), ..BARE });
        let added: Vec<_> = granted.iter().filter(|statement| !without.contains(statement)).collect();
        assert!(!added.is_empty(), "{grant:?}");
    }
}

#[test]
fn without_grants_a_function_only_writes_its_log() {
    let ids: Vec<_> = statements(&BARE).iter().map(|statement| statement.id).collect();
    assert_eq!(ids, ["WriteLog"]);
}

#[test]
fn who_checks_sessions_reads_the_public_keys_and_opens_none() {
    let function = Function::of_endpoint(&Spec { name: "me_show", access: Access::SignedIn, grants: &[Grant::Read], ..Spec::USUAL });
    let all = statements(&function);
    let keys = all.iter().find(|statement| statement.id == "ReadWrappedKeys").unwrap();
    assert_eq!(keys.conditions, [("ForAllValues:StringLike", "dynamodb:LeadingKeys", vec!["\"SERVICE\"".into()])]);
    assert!(!all.iter().any(|statement| statement.actions.contains(&"kms:Decrypt")));
}

#[test]
fn only_keys_to_be_named_by_a_tag_or_context_have_a_wild_card() {
    // All objects of a named bucket are no wild card.
    let starred = |statement: &&Statement| statement.resources.iter().any(|resource| resource.replace("Bucket.Arn}/*", "").contains('*'));
    let function = Function { grants: GRANTS, ..BARE };
    let all: Vec<_> =
        Function::all(ROUTES, JOBS, LISTENERS).into_iter().chain([function]).flat_map(|function| statements(&function)).collect();
    // What lies in one bucket is named by the bucket, and a table's backups, drills and restores by the table. Backups are listed
    // without a name.
    let parts = ["Bucket.Arn}/", "Table.Arn}/backup/*", "Table.Arn}-drill-*", "Table.Arn}-restored-*"];
    let named = |resource: &String| parts.iter().any(|part| resource.contains(part));
    let by_its_keeper = |statement: &&Statement| statement.resources.iter().all(named) || statement.actions == ["dynamodb:ListBackups"];
    for statement in all.iter().filter(starred).filter(|statement| !by_its_keeper(statement)) {
        assert!(statement.actions.iter().all(|action| action.starts_with("kms:")), "{statement:?}");
        let named = |key: &&str| key.starts_with("aws:R") || key.starts_with("kms:EncryptionContext:");
        assert!(statement.conditions.iter().any(|(_, key, _)| named(key)), "{statement:?}");
    }
}

#[test]
fn a_restore_writes_into_no_table_but_a_restored_one_and_deletes_none() {
    let without = statements(&BARE);
    let all = statements(&Function { grants: &[Grant::RestoreBackups], ..BARE });
    let writes = |action: &&str| {
        !["dynamodb:Describe", "dynamodb:List", "dynamodb:GetItem", "dynamodb:BatchGet", "kms:"].iter().any(|read| action.starts_with(read))
    };
    for statement in all.iter().filter(|statement| !without.contains(statement)) {
        assert!(!statement.actions.iter().any(|action| action.contains("Delete") && *action != "dynamodb:DeleteItem"), "{statement:?}");
        // Restoring is asked for on the backup, too.
        let of_restored = |resource: &String| resource.starts_with("!Sub ${DataTable.Arn}-restored-*");
        let is_backup = statement.actions == ["dynamodb:RestoreTableFromBackup"];
        if statement.actions.iter().any(writes) && !is_backup {
            assert!(statement.resources.iter().all(of_restored), "{statement:?}");
        }
    }
}

#[test]
fn a_switch_moves_every_function_and_the_stream_to_the_restored_table() {
    let template = template();
    for line in template
        .lines()
        .filter(|line| line.contains("DataTable.Arn") || line.contains("DataTable.StreamArn") || line.contains("Ref DataTable"))
    {
        let is_beside = ["-drill-*", "-restored-*", "${DataTable.Arn}/backup/*"].iter().any(|part| line.contains(part));
        let follows = line.contains("${TableSuffix}") && (line.contains("StreamArn]") || !line.contains("StreamArn"));
        assert!(is_beside || follows, "{line}");
    }
}

#[test]
fn no_function_may_do_more_than_a_few_named_things() {
    for function in Function::all(ROUTES, JOBS, LISTENERS) {
        for statement in statements(&function) {
            assert!(statement.actions.iter().all(|action| !action.contains('*')), "{}: {statement:?}", function.name);
        }
    }
}

#[test]
fn jobs_have_a_schedule_and_api_gateway_reaches_what_has_a_route_alone() {
    let template = template();
    for function in Function::all(ROUTES, JOBS, LISTENERS) {
        let has = |suffix: &str| resource(&template, &(function.resource() + suffix)).is_some();
        let (is_job, is_routed) = match function.start {
            Start::Job(_) => (true, false),
            Start::Endpoint(spec) => (false, !spec.paths.is_empty()),
            Start::Listener => (false, false),
        };
        let is_reached = resource(&template, &function.resource()).unwrap().contains("started-by: api");
        assert_eq!((has("Schedule"), is_reached), (is_job, is_routed), "{}", function.name);
    }
    assert!(resource(&template, "GatewayRole").unwrap().contains("aws:ResourceTag/started-by: api"));
}

#[test]
fn a_role_allows_what_each_of_its_functions_was_granted_and_nothing_else() {
    let template = template();
    for (_, functions) in areas(&Function::all(ROUTES, JOBS, LISTENERS)) {
        for function in functions {
            let lambda = resource(&template, &function.resource()).unwrap();
            let role = lambda.split_once("Role: !GetAtt ").unwrap().1.split_once(".Arn").unwrap().0;
            let policy = resource(&template, role).unwrap().split_once("Statement:\n").unwrap().1.to_owned();
            let (_, allowed) = policy.split_once("Statement:\n").unwrap();
            let unindented = |text: &str| text.lines().map(str::trim_start).collect::<Vec<_>>().join("\n");
            assert_eq!(unindented(allowed), unindented(&yaml(&statements(&function))), "{}", function.name);
        }
    }
}

// The lines of a resource.
fn resource(template: &str, name: &str) -> Option<String> {
    let mut lines = template.lines().skip_while(|line| *line != format!("  {name}:")).skip(1).peekable();
    lines.peek()?;
    Some(lines.take_while(|line| line.starts_with("   ")).collect::<Vec<_>>().join("\n"))
}

#[test]
fn text_is_quoted_in_ascii() {
    assert_eq!(text::quoted("a \"b\" \\ 見"), r#""a \"b\" \\ \u898b""#);
}

#[test]
fn variables_are_read_from_paths() {
    assert_eq!(variables("/api/claims/{id}/labels/{label}"), ["id", "label"]);
    assert_eq!(variables("/{rest+}"), ["rest"]);
}

#[test]
fn every_reference_of_the_description_leads_somewhere() {
    let document = openapi::document(ROUTES);
    for reference in schema::references(&document) {
        assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference}");
    }
}

#[test]
fn operations_have_names_of_their_own_and_declare_their_variables() {
    let document = openapi::document(ROUTES);
    let mut seen = BTreeMap::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let name = operation["operationId"].as_str().unwrap();
            assert_eq!(seen.insert(name.to_owned(), (path.clone(), method.clone())), None, "{name}");
            let of_path = operation["parameters"].as_array().unwrap().iter().filter(|parameter| parameter["in"] == "path");
            let declared: Vec<_> = of_path.map(|parameter| parameter["name"].as_str().unwrap()).collect();
            assert_eq!(declared, variables(path), "{name}");
            check_body(name, method, path, operation);
        }
    }
    assert_eq!(seen.len(), ROUTES.iter().map(|route| route.spec.paths.len()).sum::<usize>());
}

fn check_body(name: &str, method: &str, path: &str, operation: &Value) {
    let body = operation.pointer("/requestBody/content/application~1json/schema/properties");
    assert!(body.is_none() || method != "get", "{name}");
    for variable in variables(path) {
        assert!(body.is_none_or(|members| members.get(variable).is_none()), "{name} takes {variable} twice");
    }
    assert!(operation["responses"].as_object().unwrap().contains_key("500"), "{name}");
}

#[test]
fn writes_of_a_record_take_a_version_and_reads_do_not() {
    let document = openapi::document(ROUTES);
    for route in ROUTES {
        for path in route.spec.paths {
            // OpenAPI has no variable for the rest of a path.
            let operation = &document["paths"][path.replace("+}", "}")][route.spec.method.as_str().to_lowercase()];
            let takes = |header: &str| operation["parameters"].as_array().unwrap().iter().any(|parameter| parameter["name"] == header);
            let names_a_record = route.spec.names_one_record || !variables(path).is_empty();
            assert_eq!(takes("If-Match"), route.spec.writes() && names_a_record, "{path}");
            assert_eq!(takes("Idempotency-Key"), route.spec.takes_idempotency_key(), "{path}");
        }
    }
}

//! What a function's role allows: its grants, and nothing else.

mod backups;
mod yaml;

pub use yaml::yaml;

use crate::function::{Function, Start};
use shared::adapters::client::MailRegion;
use shared::endpoint::Grant;
use shared::key::{Index, Purpose};
use shared::view::TRUSTSTORE;
use shared::world::{
    CARD_MERCHANT, CERTIFICATE_AUTHORITY, MAIL_ABROAD_EVENTS_KEY, MAIL_ABROAD_KEY, MAIL_ADDRESS_KEY, SERVICE_MAIL_KEY, TOKEN_KEYS,
};

/// A condition of a statement: operator, key, and the values of which one is to be met.
type Condition = (&'static str, &'static str, Vec<String>);

/// A statement of an IAM policy. Resources and values are written as YAML, intrinsic functions included.
#[derive(Debug, PartialEq, Eq)]
pub struct Statement {
    /// What it is for.
    pub id: &'static str,
    /// What is allowed.
    pub actions: Vec<&'static str>,
    /// On what.
    pub resources: Vec<String>,
    /// On which conditions, all of which are to be met.
    pub conditions: Vec<Condition>,
}

const READ: &[&str] = &["dynamodb:GetItem", "dynamodb:BatchGetItem"];
/// The table in use: the stack's own, or one that was restored.
const DATA_TABLE: &str = "!Sub ${DataTable.Arn}${TableSuffix}";
const STREAM: &str = "!If [TableIsRestored, !Sub \"${DataTable.Arn}${TableSuffix}/stream/${TableStream}\", !GetAtt DataTable.StreamArn]";
const KEYS_TABLE: &str = "!GetAtt KeysTable.Arn";
const SERVICE_KEY: &str = "!GetAtt ServiceKey.Arn";
const SIGNING_KEY: &str = "!GetAtt SigningKey.Arn";
const STACK: &str = "!Ref AWS::StackName";
/// The key tables' partitions: the service's, and any organization's.
const SERVICE_PARTITION: &str = "SERVICE";
const ORGANIZATION_PARTITIONS: &str = "org_*";

/// The statements of a function, in a fixed order.
#[must_use]
pub fn statements(function: &Function) -> Vec<Statement> {
    let has = |grant| function.grants.contains(&grant);
    let mut statements = vec![write_log(function)];
    statements.extend(has(Grant::Read).then(read_data));
    statements.extend(has(Grant::Write).then(write_data));
    statements.extend(read_keys(function));
    statements.extend(open_organization_keys(function));
    statements.extend(open_service_keys(function));
    statements.extend(has(Grant::SendMail).then(send_mail));
    if has(Grant::MakeKeys) {
        statements.extend(make_organization_keys());
    }
    if has(Grant::MakeServiceKeys) {
        statements.push(make_service_keys());
    }
    statements.extend(has(Grant::KeepMailKeys).then(keep_mail_keys));
    statements.extend(has(Grant::RotateKeys).then(rotate_data_keys));
    statements.extend(write_keys(function));
    statements.extend(has(Grant::Documents).then(|| keep_documents("KeepDocuments", "DocumentsBucket", true)).into_iter().flatten());
    statements.extend(has(Grant::Records).then(|| keep_documents("KeepRecords", "RecordsBucket", false)).into_iter().flatten());
    statements.extend(has(Grant::SignRecords).then(|| plain("SignRecords", &["kms:Sign"], vec![SIGNING_KEY.into()])));
    statements.extend(has(Grant::SigningKey).then(|| plain("ReadSigningKey", &["kms:GetPublicKey"], vec![SIGNING_KEY.into()])));
    statements.extend(has(Grant::EndKeys).then(end_organization_keys));
    statements.extend(has(Grant::EndKeys).then(remove_wrapped_keys));
    statements.extend(has(Grant::ProveErasure).then(prove_erasure));
    statements.extend(has(Grant::PublishTruststore).then(publish_truststore).into_iter().flatten());
    statements.extend(backups::statements(function));
    statements.extend(start(function));
    statements
}

fn plain(id: &'static str, actions: &[&'static str], resources: Vec<String>) -> Statement {
    Statement { id, actions: actions.to_vec(), resources, conditions: Vec::new() }
}

fn write_log(function: &Function) -> Statement {
    let log = format!("!GetAtt {}Log.Arn", crate::function::camel_case(function.area()));
    plain("WriteLog", &["logs:CreateLogStream", "logs:PutLogEvents"], vec![log])
}

fn read_data() -> Statement {
    let indexes = Index::ALL.iter().map(|index| format!("{DATA_TABLE}/index/{}", index.name()));
    let resources = std::iter::once(DATA_TABLE.to_owned()).chain(indexes).collect();
    plain("Read", &[READ, &["dynamodb:Query"]].concat(), resources)
}

/// What `TransactWriteItems` needs for its operations.
fn write_data() -> Statement {
    let actions = ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:ConditionCheckItem"];
    plain("Write", &actions, vec![DATA_TABLE.into()])
}

/// One statement for all partitions that a function reads: a batch that names two must find both in the same one.
fn read_keys(function: &Function) -> Option<Statement> {
    let has = |grant| function.grants.contains(&grant);
    let service = function.checks_session()
        || has(Grant::MailAddress)
        || has(Grant::SendMail)
        || has(Grant::HearMail)
        || has(Grant::KeepMailKeys)
        || has(Grant::ServiceMail)
        || has(Grant::SignToken)
        || has(Grant::MakeServiceKeys)
        || has(Grant::IssueCertificates)
        || has(Grant::ChargeCards);
    let organization =
        has(Grant::Personal) || has(Grant::Cursor) || has(Grant::EndKeys) || has(Grant::RotateKeys) || reads_backups(function);
    let partitions = [(service, SERVICE_PARTITION), (organization, ORGANIZATION_PARTITIONS)];
    let partitions: Vec<_> = partitions.into_iter().filter(|(read, _)| *read).map(|(_, partition)| quoted(partition)).collect();
    let conditions = vec![("ForAllValues:StringLike", "dynamodb:LeadingKeys", partitions.clone())];
    (!partitions.is_empty()).then(|| Statement { conditions, ..plain("ReadWrappedKeys", READ, vec![KEYS_TABLE.into()]) })
}

/// What was restored is read with the keys in use.
fn reads_backups(function: &Function) -> bool {
    function.grants.contains(&Grant::DrillBackups) || function.grants.contains(&Grant::RestoreBackups)
}

/// The organizations' keys are made while the product runs, so only their tag can name them.
fn open_organization_keys(function: &Function) -> Option<Statement> {
    let purposes = [
        (Grant::Personal, Purpose::Data),
        (Grant::RotateKeys, Purpose::Data),
        (Grant::DrillBackups, Purpose::Data),
        (Grant::RestoreBackups, Purpose::Data),
        (Grant::Personal, Purpose::Index),
        (Grant::Cursor, Purpose::Cursor),
    ];
    let mut purposes: Vec<_> =
        purposes.into_iter().filter(|(grant, _)| function.grants.contains(grant)).map(|(_, purpose)| purpose.as_str().to_owned()).collect();
    purposes.dedup();
    let conditions = vec![
        ("StringEquals", "aws:ResourceTag/application", vec![STACK.into()]),
        ("StringEquals", "kms:EncryptionContext:purpose", purposes.clone()),
    ];
    (!purposes.is_empty()).then(|| Statement { conditions, ..plain("OpenOrganizationKeys", &["kms:Decrypt"], vec![organization_keys()]) })
}

fn organization_keys() -> String {
    "!Sub arn:aws:kms:${AWS::Region}:${AWS::AccountId}:key/*".into()
}

fn open_service_keys(function: &Function) -> Option<Statement> {
    let names = [
        (Grant::MailAddress, MAIL_ADDRESS_KEY),
        (Grant::SendMail, MAIL_ABROAD_KEY),
        (Grant::HearMail, MAIL_ABROAD_EVENTS_KEY),
        (Grant::ServiceMail, SERVICE_MAIL_KEY),
        (Grant::SignToken, TOKEN_KEYS),
        (Grant::IssueCertificates, CERTIFICATE_AUTHORITY),
        (Grant::ChargeCards, CARD_MERCHANT),
    ];
    let names: Vec<_> = names.into_iter().filter(|(grant, _)| function.grants.contains(grant)).map(|(_, name)| name.to_owned()).collect();
    let conditions = vec![("StringEquals", "kms:EncryptionContext:service", names.clone())];
    (!names.is_empty()).then(|| Statement { conditions, ..plain("OpenServiceKeys", &["kms:Decrypt"], vec![SERVICE_KEY.into()]) })
}

/// By the identity of either region: mail goes through Osaka while Tokyo is down.
fn send_mail() -> Statement {
    let identity = |region: MailRegion| format!("!Sub arn:aws:ses:{}:${{AWS::AccountId}}:identity/${{MailIdentity}}", region.name());
    let identities = [MailRegion::Tokyo, MailRegion::Osaka].map(identity).to_vec();
    let conditions = vec![("StringEquals", "ses:FromAddress", vec!["!Ref MailFrom".into()])];
    Statement { conditions, ..plain("SendMail", &["ses:SendRawEmail"], identities) }
}

/// A key to be made has no name yet, so the tag that it must carry is what is asked for.
fn make_organization_keys() -> [Statement; 2] {
    let tags = vec![
        ("StringEquals", "aws:RequestTag/application", vec![STACK.into()]),
        ("ForAllValues:StringEquals", "aws:TagKeys", vec!["application".into(), "organization".into()]),
    ];
    let purposes = [Purpose::Data, Purpose::Index, Purpose::Cursor].map(|purpose| purpose.as_str().to_owned()).to_vec();
    // Not by tag: a tag takes effect minutes after the key is made. Nothing can be opened with this action.
    let context = vec![("StringEquals", "kms:EncryptionContext:purpose", purposes)];
    [
        Statement { conditions: tags, ..plain("MakeOrganizationKey", &["kms:CreateKey", "kms:TagResource"], vec![quoted("*")]) },
        Statement { conditions: context, ..plain("WrapOrganizationKeys", &["kms:GenerateDataKey"], vec![organization_keys()]) },
    ]
}

fn make_service_keys() -> Statement {
    let conditions = vec![(
        "StringEquals",
        "kms:EncryptionContext:service",
        [MAIL_ADDRESS_KEY, SERVICE_MAIL_KEY, TOKEN_KEYS, CERTIFICATE_AUTHORITY, CARD_MERCHANT].map(String::from).to_vec(),
    )];
    Statement { conditions, ..plain("WrapServiceKeys", &["kms:Encrypt", "kms:GenerateDataKey"], vec![SERVICE_KEY.into()]) }
}

/// What the mail provider abroad has issued can be kept with this, and not be read again.
fn keep_mail_keys() -> Statement {
    let names = vec![MAIL_ABROAD_KEY.into(), MAIL_ABROAD_EVENTS_KEY.into()];
    let conditions = vec![("StringEquals", "kms:EncryptionContext:service", names)];
    Statement { conditions, ..plain("KeepMailKeys", &["kms:Encrypt"], vec![SERVICE_KEY.into()]) }
}

/// The data keys alone, under keys that are older than their tags.
fn rotate_data_keys() -> Statement {
    let conditions = vec![
        ("StringEquals", "aws:ResourceTag/application", vec![STACK.into()]),
        ("StringEquals", "kms:EncryptionContext:purpose", vec![Purpose::Data.as_str().into()]),
    ];
    Statement { conditions, ..plain("RotateDataKeys", &["kms:GenerateDataKey", "kms:Encrypt"], vec![organization_keys()]) }
}

fn write_keys(function: &Function) -> Option<Statement> {
    let partitions = [
        (Grant::MakeServiceKeys, SERVICE_PARTITION),
        (Grant::KeepMailKeys, SERVICE_PARTITION),
        (Grant::MakeKeys, ORGANIZATION_PARTITIONS),
        (Grant::RotateKeys, ORGANIZATION_PARTITIONS),
    ];
    let mut partitions: Vec<_> =
        partitions.into_iter().filter(|(grant, _)| function.grants.contains(grant)).map(|(_, partition)| quoted(partition)).collect();
    partitions.dedup();
    let conditions = vec![("ForAllValues:StringLike", "dynamodb:LeadingKeys", partitions.clone())];
    (!partitions.is_empty()).then(|| Statement { conditions, ..plain("WriteWrappedKeys", &["dynamodb:PutItem"], vec![KEYS_TABLE.into()]) })
}

/// A link that a function hands out can do no more than the function itself.
fn keep_documents(id: &'static str, bucket: &str, removes: bool) -> [Statement; 2] {
    let mut actions = vec!["s3:GetObject", "s3:PutObject"];
    actions.extend(removes.then_some("s3:DeleteObject"));
    let list = if bucket == "DocumentsBucket" { "ListDocuments" } else { "ListRecords" };
    [plain(id, &actions, vec![format!("!Sub ${{{bucket}.Arn}}/*")]), plain(list, &["s3:ListBucket"], vec![format!("!GetAtt {bucket}.Arn")])]
}

/// The organizations' keys alone, by the tag that the service's own keys don't carry.
fn end_organization_keys() -> Statement {
    let conditions = vec![
        ("StringEquals", "aws:ResourceTag/application", vec![STACK.into()]),
        ("StringLike", "aws:ResourceTag/organization", vec![quoted(ORGANIZATION_PARTITIONS)]),
    ];
    Statement { conditions, ..plain("EndOrganizationKeys", &["kms:ScheduleKeyDeletion", "kms:DescribeKey"], vec![organization_keys()]) }
}

fn remove_wrapped_keys() -> Statement {
    let conditions = vec![("ForAllValues:StringLike", "dynamodb:LeadingKeys", vec![quoted(ORGANIZATION_PARTITIONS)])];
    Statement { conditions, ..plain("RemoveWrappedKeys", &["dynamodb:DeleteItem"], vec![KEYS_TABLE.into()]) }
}

/// The one function that may read a whole table: it looks for what an erasure left.
fn prove_erasure() -> Statement {
    plain("ProveErasure", &["dynamodb:Scan"], vec![DATA_TABLE.into(), KEYS_TABLE.into()])
}

/// API Gateway reads the truststore in the name of who points the door at it.
fn publish_truststore() -> [Statement; 2] {
    let door = "!Sub arn:aws:apigateway:${AWS::Region}::/domainnames/${CertificateName}.${ParentDomain}";
    let truststore = format!("!Sub ${{TruststoreBucket.Arn}}/{TRUSTSTORE}");
    [
        plain("WriteTruststore", &["s3:PutObject", "s3:GetObject", "s3:GetObjectVersion"], vec![truststore]),
        plain("PointDoor", &["apigateway:PATCH"], vec![door.into()]),
    ]
}

/// What the service that starts a job does in the name of its role.
fn start(function: &Function) -> Vec<Statement> {
    let follows_outbox = match function.start {
        Start::Endpoint(_) => return Vec::new(),
        Start::Job(job) => job.on_outbox,
        Start::Listener => false,
    };
    let queue = format!("!GetAtt {}DeadLetters.Arn", crate::function::camel_case(function.area()));
    let stream = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"];
    let mut statements = vec![plain("KeepFailedRuns", &["sqs:SendMessage"], vec![queue])];
    statements.extend(follows_outbox.then(|| plain("FollowOutbox", &stream, vec![STREAM.into()])));
    statements
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

//! For each grant something that needs it, tried with a function's own grants. In AWS the function's policy would refuse.

use serde_json::json;
use shared::caller::{Caller, Language, Member, Tenant};
use shared::change::{Change, Technical};
use shared::commit::{self, Author};
use shared::domain::backup::{Generation, RestoreRun};
use shared::domain::erasure::Signature;
use shared::domain::id::{AccountId, Identifier, OrganizationId, RequestId, SessionId, Unique};
use shared::domain::timeline::Actor;
use shared::endpoint::Grant;
use shared::error::{Error, Result};
use shared::job::Run;
use shared::key;
use shared::mail::{Content, MailKind, outbox_operation, outgoing};
use shared::ports::{Failure, Mail, Operation};
use shared::view::{Page, View};
use tests::TestCloud;

/// Whether a function with these grants is refused what needs another.
pub async fn is_refused(cloud: &TestCloud, tenant: Tenant, name: &'static str, granted: &'static [Grant], grant: Grant) -> bool {
    let view = View::new(&cloud.cloud.world, name, granted);
    match attempt(view, name, tenant, grant).await {
        Err(Error::Internal(cause)) => cause == format!("{name} was not granted {grant:?}"),
        _ => false,
    }
}

/// The demo organization, for what needs one.
pub async fn tenant(cloud: &TestCloud) -> Tenant {
    let me = cloud.actor("viewer@demo.example").await.get("/api/me").await.expect(200);
    let organization: OrganizationId = me.json["organization"]["id"].as_str().unwrap().parse().unwrap();
    Tenant::of_service(organization)
}

async fn attempt(view: View<'_>, name: &str, tenant: Tenant, grant: Grant) -> Result<()> {
    let unique = Unique::new(view.now(), [0; 10]);
    let (account, session) = (AccountId::from_unique(unique), SessionId::from_unique(unique));
    match grant {
        Grant::Read => view.batch(&[key::organization(tenant)]).await.map(drop),
        Grant::Write => write(&view, tenant).await,
        Grant::Personal => view.blind(tenant, "policyholder.name", "ヤマダ").await.map(drop),
        Grant::Cursor => view.cursor(&caller(tenant, account, session), &page(), "place").await.map(drop),
        Grant::MailAddress => view.mail_hash(&"nobody@demo.example".parse().unwrap()).await.map(drop),
        Grant::SignToken => view.sign(tenant, account, session).await.map(drop),
        Grant::MakeKeys => view.make_organization_keys(tenant).await.map(drop),
        Grant::Documents => view.documents(tenant).await.map(drop),
        Grant::Records => view.kept_records("", None).await.map(drop),
        Grant::SignRecords => view.sign_record(&[0; 32]).await.map(drop),
        Grant::SigningKey => view.signing_public_key().await.map(drop),
        Grant::ProveErasure => view.prove(key::Store::Data, None, 1).await.map(drop),
        Grant::RotateKeys => view.wrapped_data_keys(tenant).await.map(drop),
        Grant::EndKeys => view.end_organization_key("alias/nothing", 7).await.map(drop),
        Grant::IssueCertificates => view.issuing_authority().await.map(drop),
        Grant::PublishTruststore => view.publish_truststore("").await,
        Grant::TakeBackups => view.take_backup(key::Store::Keys, "grant").await.map(drop),
        Grant::PruneBackups => view.delete_backups(key::Store::Keys, "no-such-backup", None).await,
        Grant::DrillBackups => view.drop_for_drill(key::Store::Keys, "no-such-drill").await.map(drop),
        Grant::RestoreBackups => view.restored_state(&restore(&view)).await.map(drop),
        Grant::HearMail => view.heard_of_mail(&json!({})).map(drop),
        Grant::KeepMailKeys => {
            let secret = "0123456789abcdef".parse().unwrap();
            view.keep_mail_abroad_keys(&secret, &secret).await.map(drop)
        }
        Grant::ServiceMail => service_mail(&view).await,
        Grant::ChargeCards => view.cards().await.map(drop),
        Grant::SendMail => Run::new(view, name, String::new()).send(&mail()).await.map(drop),
        Grant::MakeServiceKeys => Run::new(view, name, String::new()).wrap_service_secret("token", &[1; 32]).await.map(drop),
    }
}

fn restore(view: &View<'_>) -> RestoreRun {
    let instructed = Signature { operator: "alice".parse().unwrap(), at: view.now() };
    RestoreRun::begun(&Generation::begun(view.now(), 1, view.now()), 1, "付与".parse().unwrap(), instructed)
}

async fn service_mail(view: &View<'_>) -> Result<()> {
    let content = Content { subject: "付与".into(), text: "付与".into(), html: "付与".into() };
    let operator = Tenant::of_operator();
    let mail = outgoing(view, operator, MailKind::Inquiry, "nobody@demo.example".parse().unwrap(), content)?;
    outbox_operation(view, operator, &mail).await.map(drop)
}

// A check of an item that isn't there: a transaction that could be made, and changes nothing.
async fn write(view: &View<'_>, tenant: Tenant) -> Result<()> {
    let check = Operation::check(key::labels(tenant), ("version", 0), Failure::Conflict("record_changed"));
    let author = Author { actor: &Actor::Anonymous, name: None, request: String::new(), rights: None };
    commit::commit(view, &author, &Change::reply(()).technical(Technical::Sweep, check), None).await
}

fn caller(tenant: Tenant, account: AccountId, session: SessionId) -> Caller {
    let member = Member { tenant, account, session, epoch: 1, roles: vec![], approval_limit: None, name: json!(null) };
    Caller {
        member: Some(member),
        operator: None,
        actor: Actor::Account { id: account },
        request: RequestId::from_unique(Unique::new(chrono::DateTime::UNIX_EPOCH.fixed_offset(), [0; 10])),
        address: String::new(),
        certificate: None,
        refresh: None,
        device: None,
        agent: String::new(),
        language: Language::Japanese,
    }
}

fn page() -> Page {
    Page { limit: 1, cursor: None, filter: String::new() }
}

fn mail() -> Mail {
    let text = || "付与".to_owned();
    Mail { to: "nobody@demo.example".into(), subject: text(), text: text(), html: text(), message_id: "grant@local.example".into() }
}

//! GET /api/notices: what the organization was told, newest first, and which of it the account has read.

use crate::input::{Items, Paged};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::id::NoticeId;
use shared::domain::notice::{Notice, NoticeSource};
use shared::domain::role::Role;
use shared::domain::text::{Line, Note};
use shared::domain::time::{Timestamp, rfc3339};
use shared::domain::wording::Wording;
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::Result;
use shared::key::{self, Index, Key, Kind};
use shared::view::{List, View};

/// The endpoint.
pub struct NoticeList;

/// Nothing narrows the list.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Filter {}

/// A notice, without who got it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct NoticeView {
    /// Its identifier.
    pub id: NoticeId,
    /// Where it comes from.
    pub source: NoticeSource,
    /// 件名.
    pub title: Wording<Line<200>>,
    /// 本文.
    pub text: Wording<Note<2000>>,
    /// When it was sent.
    #[serde(with = "rfc3339")]
    #[schemars(with = "String")]
    pub sent_at: Timestamp,
    /// 既読: whether this account has read it.
    pub read: bool,
}

impl Endpoint for NoticeList {
    const SPEC: Spec = Spec {
        name: "notice_list",
        summary: (
            "お知らせ(変更・メンテナンス・脆弱性・障害など)を一覧する",
            "List notices: of changes, maintenance, vulnerabilities, incidents",
        ),
        paths: &["/api/notices"],
        access: Access::Role(Role::Viewer),
        grants: &[Grant::Read, Grant::Cursor],
        ..Spec::USUAL
    };
    type Input = Paged<Filter>;
    type Output = Items<NoticeView>;

    async fn handle(caller: &Caller, input: Paged<Filter>, view: &View<'_>) -> Result<Change<Items<NoticeView>>> {
        let (tenant, account) = (caller.tenant()?, caller.account()?);
        let partition = key::by_kind(tenant, Kind::Notice);
        let list = List { index: Some(Index::Kind), partition, range: None, descending: true, open: false };
        let (notices, next) = view.list::<Notice>(caller, &list, &input.page()?, |_| true).await?;
        let marks: Vec<Key> = notices.iter().map(|notice| key::notice_read(tenant, account, notice.id)).collect();
        let read = view.batch(&marks).await?;
        let items = notices.iter().zip(&marks).map(|(notice, mark)| notice_view(notice, read.has(mark))).collect();
        Ok(Change::reply(Items { items, next }))
    }
}

fn notice_view(notice: &Notice, read: bool) -> NoticeView {
    NoticeView {
        id: notice.id,
        source: notice.source.clone(),
        title: notice.title.clone(),
        text: notice.text.clone(),
        sent_at: notice.sent_at,
        read,
    }
}

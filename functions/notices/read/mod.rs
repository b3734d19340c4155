//! PUT /api/notices/{id}/read: the account has read the notice. A second time changes nothing.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::Caller;
use shared::change::{Change, Technical};
use shared::domain::id::NoticeId;
use shared::domain::notice::Notice;
use shared::domain::role::Role;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::key::{self, Kind};
use shared::ports::{Failure, Item, Operation};
use shared::view::View;

/// The endpoint.
pub struct NoticeRead;

/// Which notice.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The notice.
    pub id: NoticeId,
}

/// The notice, read.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Output {
    /// The notice.
    pub id: NoticeId,
    /// 既読.
    pub read: bool,
}

impl Endpoint for NoticeRead {
    const SPEC: Spec = Spec {
        name: "notice_read",
        summary: ("お知らせを既読にする", "Mark a notice as read"),
        method: Method::Put,
        paths: &["/api/notices/{id}/read"],
        access: Access::Role(Role::Viewer),
        grants: &[Grant::Read, Grant::Write],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Output;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<Output>> {
        let (tenant, mark) = (caller.tenant()?, key::notice_read(caller.tenant()?, caller.account()?, input.id));
        let notice = key::record(tenant, Kind::Notice, &input.id.to_string());
        let batch = view.batch(&[notice.clone(), mark.clone()]).await?;
        let _there = batch.record::<Notice>(&notice)?;
        let change = Change::reply(Output { id: input.id, read: true });
        if batch.has(&mark) {
            return Ok(change);
        }
        Ok(change.technical(Technical::NoticeRead, Operation::create(mark, Item::new(), Failure::Conflict("record_changed"))))
    }
}

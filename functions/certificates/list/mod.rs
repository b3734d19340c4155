//! GET /api/certificates: the organization's client certificates, newest first.

use crate::certificates::CertificateView;
use crate::input::{Items, Paged};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::certificate::{Certificate, CertificateState};
use shared::domain::role::Role;
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::Result;
use shared::key::{self, Index, Kind};
use shared::view::{List, View};

/// The endpoint.
pub struct CertificateList;

/// Which certificates.
#[derive(Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// 状態.
    #[serde(default)]
    pub state: Option<CertificateState>,
}

impl Endpoint for CertificateList {
    const SPEC: Spec = Spec {
        name: "certificate_list",
        summary: ("クライアント証明書を一覧する", "List client certificates"),
        paths: &["/api/certificates"],
        access: Access::Role(Role::Administrator),
        grants: &[Grant::Read, Grant::Personal, Grant::Cursor],
        ..Spec::USUAL
    };
    type Input = Paged<Filter>;
    type Output = Items<CertificateView>;

    async fn handle(caller: &Caller, input: Paged<Filter>, view: &View<'_>) -> Result<Change<Items<CertificateView>>> {
        let partition = key::by_kind(caller.tenant()?, Kind::Certificate);
        let list = List { index: Some(Index::Kind), partition, range: None, descending: true, open: true };
        let (page, wanted) = (input.page()?, input.rest.state);
        let keep = |certificate: &Certificate| wanted.is_none_or(|state| certificate.state == state);
        let (certificates, next) = view.list::<Certificate>(caller, &list, &page, keep).await?;
        let items = certificates.iter().map(|certificate| CertificateView::new(certificate, caller)).collect::<Result<_>>()?;
        Ok(Change::reply(Items { items, next }))
    }
}

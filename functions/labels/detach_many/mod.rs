//! POST /api/labels/detach: several records of one kind no longer carry the label. Where one didn't, nothing changes for it: all of them, or none.

use crate::input::Items;
use crate::labels::detach::detached;
use crate::labels::{CarriedBy, ManyInput, Relabelling};
use crate::many::told_of;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::id::LabelId;
use shared::domain::label::Labels;
use shared::domain::role::Role;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::Result;
use shared::view::View;

/// The endpoint.
pub struct LabelDetachMany;

impl Endpoint for LabelDetachMany {
    const SPEC: Spec = Spec {
        name: "label_detach_many",
        summary: ("ラベルをまとめて外す(20件まで)", "Detach a label from up to 20 records"),
        method: Method::Post,
        paths: &["/api/labels/detach"],
        access: Access::Role(Role::Clerk),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        ..Spec::USUAL
    };
    type Input = ManyInput;
    type Output = Items<CarriedBy>;

    async fn handle(caller: &Caller, input: ManyInput, view: &View<'_>) -> Result<Change<Items<CarriedBy>>> {
        let decide = |_: &Labels, carried: &[LabelId]| Ok(detached(carried, input.label));
        let (collection, event) = (input.collection, Event::LabelDetached);
        Relabelling { collection, ids: input.records.get(), event, decide: &decide, told_of }.change_many(caller, view).await
    }
}

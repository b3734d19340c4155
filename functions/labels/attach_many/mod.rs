//! POST /api/labels/attach: several records of one kind carry the label: all of them, or none.

use crate::input::Items;
use crate::labels::attach::attached;
use crate::labels::{CarriedBy, ManyInput, Relabelling};
use crate::many::told_of;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::id::LabelId;
use shared::domain::label::Labels;
use shared::domain::role::Role;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, FieldError, Result};
use shared::view::View;

/// The endpoint.
pub struct LabelAttachMany;

impl Endpoint for LabelAttachMany {
    const SPEC: Spec = Spec {
        name: "label_attach_many",
        summary: ("ラベルをまとめて付ける(20件まで)", "Attach a label to up to 20 records"),
        method: Method::Post,
        paths: &["/api/labels/attach"],
        access: Access::Role(Role::Clerk),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        ..Spec::USUAL
    };
    type Input = ManyInput;
    type Output = Items<CarriedBy>;

    async fn handle(caller: &Caller, input: ManyInput, view: &View<'_>) -> Result<Change<Items<CarriedBy>>> {
        let decide = |labels: &Labels, carried: &[LabelId]| match labels.find(input.label) {
            Some(_) => attached(labels, carried, input.label),
            None => Err(Error::Invalid(vec![FieldError::coded("label", "label_unknown", None)])),
        };
        let (collection, event) = (input.collection, Event::LabelAttached);
        Relabelling { collection, ids: input.records.get(), event, decide: &decide, told_of }.change_many(caller, view).await
    }
}

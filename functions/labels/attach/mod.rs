//! PUT /api/{policyholders,animals,policies,claims}/{id}/labels/{label}: the record carries the label. A second time
//! changes nothing.

use crate::collection::Collection;
use crate::labels::{Carried, Relabelling, told_alone};
use schemars::JsonSchema;
use serde::Deserialize;
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::id::LabelId;
use shared::domain::label::{self, Labels};
use shared::domain::role::Role;
use shared::domain::timeline::Event;
use shared::endpoint::{Access, Endpoint, Grant, Method, Spec};
use shared::error::{Error, Result};
use shared::view::View;

/// The endpoint.
pub struct LabelAttach;

/// Which label on which record.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The kind of the record, from the path.
    pub collection: Collection,
    /// The record.
    pub id: String,
    /// The label.
    pub label: LabelId,
}

impl Endpoint for LabelAttach {
    const SPEC: Spec = Spec {
        name: "label_attach",
        summary: ("ラベルを付ける(1件に20個まで)", "Attach a label; a record carries 20 at most"),
        method: Method::Put,
        paths: &[
            "/api/policyholders/{id}/labels/{label}",
            "/api/animals/{id}/labels/{label}",
            "/api/policies/{id}/labels/{label}",
            "/api/claims/{id}/labels/{label}",
        ],
        access: Access::Role(Role::Clerk),
        grants: &[Grant::Read, Grant::Write, Grant::Personal],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Carried;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<Carried>> {
        let decide = |labels: &Labels, carried: &[LabelId]| attached(labels, carried, input.label);
        let ids = [input.id];
        let (collection, event) = (input.collection, Event::LabelAttached);
        Relabelling { collection, ids: &ids, event, decide: &decide, told_of: told_alone }.change_one(caller, view).await
    }
}

pub(super) fn attached(labels: &Labels, carried: &[LabelId], label: LabelId) -> Result<Vec<LabelId>> {
    labels.find(label).ok_or(Error::NotFound)?;
    if carried.contains(&label) {
        return Ok(carried.to_vec());
    }
    // Deleted labels that wait for their job take no place.
    let present = carried.iter().copied().filter(|other| labels.find(*other).is_some());
    Ok(label::attach(present.collect(), label)?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use shared::domain::id::{Identifier, Unique};
    use shared::domain::label::{LABELS_PER_RECORD, Label};
    use shared::domain::refusal::Refusal;
    use shared::domain::time::in_japan;

    fn id<I: Identifier>(number: u8) -> I {
        I::from_unique(Unique::new(in_japan(chrono::DateTime::UNIX_EPOCH), [number; 10]))
    }

    fn labels(count: u8) -> Labels {
        let label = |number: u8| Label {
            id: id(number),
            name: number.to_string().parse().unwrap(),
            colour: "#000000".parse().unwrap(),
            order: u16::from(number),
        };
        (0..count).fold(Labels::empty(id(0)), |labels, number| labels.put(label(number)).unwrap())
    }

    #[test]
    fn an_unknown_or_deleted_label_is_not_found_and_a_second_time_changes_nothing() {
        let labels = labels(2).delete(id(1));
        for (number, found) in [(0, true), (1, false), (9, false)] {
            assert_eq!(attached(&labels, &[], id(number)).is_ok(), found, "{number}");
        }
        assert_eq!(attached(&labels, &[id(0)], id(0)).unwrap(), [id(0)]);
    }

    #[test]
    fn a_full_record_takes_no_more_until_one_of_its_labels_is_deleted() {
        let labels = labels(21);
        let full: Vec<LabelId> = (0..20).map(id).collect();
        assert!(matches!(attached(&labels, &full, id(20)), Err(Error::Refused(Refusal::TooManyLabels))));
        assert_eq!(attached(&labels.delete(id(3)), &full, id(20)).unwrap().len(), LABELS_PER_RECORD);
    }
}

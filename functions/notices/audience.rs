//! Whom a notice is for: organizations by name, or all of them.

use shared::caller::Tenant;
use shared::domain::id::OrganizationId;
use shared::domain::notice_draft::{Audience, NoticeDraft};
use shared::domain::organization::Organization;
use shared::domain::refusal::Refusal;
use shared::error::{Error, FieldError, Result};
use shared::key::{self, Key};
use shared::view::{Organizations, View};
use std::collections::BTreeSet;

/// A page of the organizations that a notice is for, whether their contract holds or not.
///
/// # Errors
/// Where the store can't be read.
pub async fn page(view: &View<'_>, draft: &NoticeDraft, after: Option<OrganizationId>, limit: u32) -> Result<Organizations> {
    match draft.audience {
        Audience::All => view.organizations(after, limit).await,
        Audience::Named => view.organizations_of(key::service_addressed_partition(draft.id), after, limit).await,
    }
}

/// What follows for each of the organizations that an input names, in their order.
///
/// # Errors
/// [`Error::Invalid`] with every organization that isn't there, is named twice, or is refused by `judge`.
pub async fn named<T>(
    view: &View<'_>,
    organizations: &[OrganizationId],
    judge: impl Fn(Tenant, &Organization) -> std::result::Result<T, Refusal>,
) -> Result<Vec<T>> {
    let record = |id: &OrganizationId| key::organization(Tenant::of_service(*id));
    // A key may be asked for once.
    let keys: BTreeSet<Key> = organizations.iter().map(record).collect();
    let batch = view.batch(&keys.into_iter().collect::<Vec<_>>()).await?;
    let (mut found, mut wrong, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (place, id) in organizations.iter().enumerate() {
        let field = format!("organizations[{place}]");
        if !seen.insert(*id) {
            wrong.push(FieldError::new(field, Refusal::OrganizationRepeated));
            continue;
        }
        match batch.record::<Organization>(&record(id)).map(|organization| judge(Tenant::of_service(*id), &organization)) {
            Ok(Ok(judged)) => found.push(judged),
            Ok(Err(refusal)) => wrong.push(FieldError::new(field, refusal)),
            Err(Error::NotFound) => wrong.push(FieldError::coded(field, "organization_unknown", None)),
            Err(error) => return Err(error),
        }
    }
    if wrong.is_empty() { Ok(found) } else { Err(Error::Invalid(wrong)) }
}

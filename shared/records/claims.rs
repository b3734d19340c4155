//! Claims, and the money that goes with them: payouts and premiums.

use super::{label_edges, under};
use crate::caller::Tenant;
use crate::domain::claim::Claim;
use crate::domain::claim_state::ClaimState;
use crate::domain::month::Month;
use crate::domain::payout::{Payout, PayoutState};
use crate::domain::premium::Premium;
use crate::domain::time::day;
use crate::key::{self, Index, Kind, Place};
use crate::record::Record;

/// The list of the claims that an account is to see through.
pub const CLAIM_ASSIGNEE: &str = "claim.assignee";
/// The list of a policyholder's claims.
pub const CLAIM_POLICYHOLDER: &str = "claim.policyholder";
/// The list of the claims on policies of a product.
pub const CLAIM_PRODUCT: &str = "claim.product";
/// The list of the claims that were received in a month.
pub const CLAIM_RECEIVED: &str = "claim.received";

impl Record for Claim {
    const KIND: Kind = Kind::Claim;
    fn id(&self) -> String {
        self.id.to_string()
    }
    fn places(&self, tenant: Tenant) -> Vec<Place> {
        let id = Record::id(self);
        let mut places = vec![
            under(tenant, Self::KIND, &self.policy.to_string(), &id),
            Place { index: Index::State, partition: key::by_state(tenant, Self::KIND, self.state.as_str()), sort: id.clone() },
        ];
        if let Some(due_on) = self.due_on.filter(|_| is_due(self.state)) {
            places.push(Place { index: Index::Due, partition: key::by_due(tenant, Self::KIND), sort: format!("{due_on}#{id}") });
        }
        places
    }
    fn edges(&self) -> Vec<(&'static str, String)> {
        let mut edges = label_edges(Self::KIND, &self.labels);
        edges.push((CLAIM_POLICYHOLDER, self.policyholder.to_string()));
        edges.extend(self.product.map(|product| (CLAIM_PRODUCT, product.to_string())));
        edges.extend(self.assigned_to.map(|account| (CLAIM_ASSIGNEE, account.to_string())));
        edges.extend(self.received_on.map(|day| (CLAIM_RECEIVED, Month::of(day).to_string())));
        edges
    }
}

/// Whether a claim in this state still waits for its payout.
#[must_use]
pub const fn is_due(state: ClaimState) -> bool {
    !matches!(state, ClaimState::Draft | ClaimState::Returned | ClaimState::Rejected | ClaimState::Paid | ClaimState::Withdrawn)
}

impl Record for Payout {
    const KIND: Kind = Kind::Payout;
    fn id(&self) -> String {
        self.id.to_string()
    }
    fn places(&self, tenant: Tenant) -> Vec<Place> {
        let id = Record::id(self);
        let paid_at = self.paid_at.filter(|_| self.state == PayoutState::Paid);
        let in_month = paid_at.map(|at| Place {
            index: Index::State,
            partition: key::by_state(tenant, Self::KIND, &Month::of(day(at)).to_string()),
            sort: id.clone(),
        });
        std::iter::once(under(tenant, Self::KIND, &self.claim.to_string(), &id)).chain(in_month).collect()
    }
}

impl Record for Premium {
    const KIND: Kind = Kind::Premium;
    fn id(&self) -> String {
        self.id.to_string()
    }
    fn places(&self, tenant: Tenant) -> Vec<Place> {
        let (id, month) = (Record::id(self), Month::of(self.due_on).to_string());
        let in_month = Place { index: Index::State, partition: key::by_state(tenant, Self::KIND, &month), sort: id.clone() };
        let look = self.look_at.map(|at| key::service_payment_due(tenant, &id, at));
        [under(tenant, Self::KIND, &self.policy.to_string(), &id), in_month].into_iter().chain(look).collect()
    }
}

//! The states of a claim, and the one table of the steps between them (requirements, Claim states).

use super::refusal::Refusal;
use serde::{Deserialize, Serialize};

/// Where a claim stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClaimState {
    /// 下書き: being entered.
    Draft,
    /// 受付: the papers are complete; the payout's 30 days run.
    Submitted,
    /// 査定中: an assessor has taken it up.
    UnderAssessment,
    /// 査定済: to be approved by somebody else.
    Assessed,
    /// 差戻し: back with the claimant; resubmitted when complete.
    Returned,
    /// 承認済: to be paid.
    Approved,
    /// 不承認: nothing is paid, for reasons.
    Rejected,
    /// 支払済.
    Paid,
    /// 支払不能: the bank refused the transfer; payable again.
    PaymentFailed,
    /// 取下げ: by the claimant, before approval.
    Withdrawn,
    /// 再査定: decided before, to be assessed anew.
    Reopened,
}

impl ClaimState {
    /// Every state.
    pub const ALL: [Self; 11] = [
        Self::Draft,
        Self::Submitted,
        Self::UnderAssessment,
        Self::Assessed,
        Self::Returned,
        Self::Approved,
        Self::Rejected,
        Self::Paid,
        Self::PaymentFailed,
        Self::Withdrawn,
        Self::Reopened,
    ];

    /// The name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::UnderAssessment => "under_assessment",
            Self::Assessed => "assessed",
            Self::Returned => "returned",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Paid => "paid",
            Self::PaymentFailed => "payment_failed",
            Self::Withdrawn => "withdrawn",
            Self::Reopened => "reopened",
        }
    }

    /// The Japanese name.
    #[must_use]
    pub const fn label_ja(self) -> &'static str {
        match self {
            Self::Draft => "下書き",
            Self::Submitted => "受付",
            Self::UnderAssessment => "査定中",
            Self::Assessed => "査定済",
            Self::Returned => "差戻し",
            Self::Approved => "承認済",
            Self::Rejected => "不承認",
            Self::Paid => "支払済",
            Self::PaymentFailed => "支払不能",
            Self::Withdrawn => "取下げ",
            Self::Reopened => "再査定",
        }
    }

    /// The English name.
    #[must_use]
    pub const fn label_en(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::Submitted => "Submitted",
            Self::UnderAssessment => "Under assessment",
            Self::Assessed => "Assessed",
            Self::Returned => "Returned",
            Self::Approved => "Approved",
            Self::Rejected => "Rejected",
            Self::Paid => "Paid",
            Self::PaymentFailed => "Payment failed",
            Self::Withdrawn => "Withdrawn",
            Self::Reopened => "Reopened",
        }
    }

    /// Whether the insurer is to act, so that the payout's due date counts.
    #[must_use]
    pub const fn is_running(self) -> bool {
        matches!(self, Self::Submitted | Self::UnderAssessment | Self::Assessed | Self::Approved | Self::PaymentFailed | Self::Reopened)
    }
}

/// A step that changes a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClaimAction {
    /// 更新: what is claimed changes.
    Update,
    /// 提出: the papers are complete.
    Submit,
    /// 査定開始.
    StartAssessment,
    /// 査定.
    Assess,
    /// 差戻し.
    Return,
    /// 承認.
    Approve,
    /// 不承認.
    Reject,
    /// 支払: the money has gone.
    Pay,
    /// 支払不能: the bank refused the transfer.
    FailPayment,
    /// 再支払: to be transferred again.
    RetryPayment,
    /// 取下げ.
    Withdraw,
    /// 再査定.
    Reopen,
    /// 支払期限の延長.
    ExtendDue,
}

impl ClaimAction {
    /// Every action.
    pub const ALL: [Self; 13] = [
        Self::Update,
        Self::Submit,
        Self::StartAssessment,
        Self::Assess,
        Self::Return,
        Self::Approve,
        Self::Reject,
        Self::Pay,
        Self::FailPayment,
        Self::RetryPayment,
        Self::Withdraw,
        Self::Reopen,
        Self::ExtendDue,
    ];
}

/// The state that an action leads to.
///
/// # Errors
/// [`Refusal::ClaimStateForbids`] where the state doesn't allow the action.
pub const fn next(state: ClaimState, action: ClaimAction) -> Result<ClaimState, Refusal> {
    use ClaimAction as Do;
    use ClaimState as In;
    match (action, state) {
        (Do::Update, In::Draft | In::Returned) => Ok(state),
        (Do::Submit, In::Draft | In::Returned) => Ok(In::Submitted),
        (Do::StartAssessment, In::Submitted | In::Reopened) => Ok(In::UnderAssessment),
        (Do::Assess, In::Submitted | In::UnderAssessment | In::Assessed | In::Reopened) => Ok(In::Assessed),
        (Do::Return, In::Submitted | In::UnderAssessment | In::Assessed | In::Reopened) => Ok(In::Returned),
        (Do::Approve, In::Assessed) => Ok(In::Approved),
        (Do::Reject, In::Submitted | In::UnderAssessment | In::Assessed | In::Reopened) => Ok(In::Rejected),
        (Do::Pay, In::Approved | In::PaymentFailed) => Ok(In::Paid),
        // Banks return a transfer days after it was sent, when the claim counts as paid already.
        (Do::FailPayment, In::Approved | In::Paid) => Ok(In::PaymentFailed),
        (Do::RetryPayment, In::PaymentFailed) => Ok(In::Approved),
        (Do::Withdraw, In::Draft | In::Submitted | In::UnderAssessment | In::Assessed | In::Returned) => Ok(In::Withdrawn),
        (Do::Reopen, In::Approved | In::Rejected | In::Paid) => Ok(In::Reopened),
        (Do::ExtendDue, In::Submitted | In::UnderAssessment | In::Assessed | In::Approved | In::Reopened) => Ok(state),
        _ => Err(Refusal::ClaimStateForbids),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The complete matrix: a row for each state, its letters the states that the actions lead to, `.` where there is none.
    /// Actions: Update Submit Start Assess Return Approve reJect Pay Fail reTry Withdraw Open Extend.
    /// States: d s u a r A x p f w o, as in [`ClaimState::ALL`] with returned r, approved A, rejected x.
    const MATRIX: [(ClaimState, &str); 11] = [
        (ClaimState::Draft, /*           */ "ds........w.."),
        (ClaimState::Submitted, /*       */ "..uar.x...w.s"),
        (ClaimState::UnderAssessment, /* */ "...ar.x...w.u"),
        (ClaimState::Assessed, /*        */ "...arAx...w.a"),
        (ClaimState::Returned, /*        */ "rs........w.."),
        (ClaimState::Approved, /*        */ ".......pf..oA"),
        (ClaimState::Rejected, /*        */ "...........o."),
        (ClaimState::Paid, /*            */ "........f..o."),
        (ClaimState::PaymentFailed, /*   */ ".......p.A..."),
        (ClaimState::Withdrawn, /*       */ "............."),
        (ClaimState::Reopened, /*        */ "..uar.x.....o"),
    ];

    #[test]
    fn the_whole_matrix_of_states_and_actions() {
        assert_eq!(MATRIX.map(|(state, _)| state), ClaimState::ALL);
        for (state, row) in MATRIX {
            assert_eq!(row.len(), ClaimAction::ALL.len());
            for (action, letter) in ClaimAction::ALL.into_iter().zip(row.chars()) {
                let at = "dsuarAxpfwo".chars().position(|known| known == letter);
                let expected = at.and_then(|at| ClaimState::ALL.get(at).copied()).ok_or(Refusal::ClaimStateForbids);
                assert_eq!(next(state, action), expected, "{state:?} {action:?}");
            }
        }
    }

    #[test]
    fn every_state_can_be_reached_from_a_draft() {
        let mut reached = vec![ClaimState::Draft];
        let mut at = 0;
        while let Some(state) = reached.get(at).copied() {
            for to in ClaimAction::ALL.into_iter().filter_map(|action| next(state, action).ok()) {
                if !reached.contains(&to) {
                    reached.push(to);
                }
            }
            at += 1;
        }
        reached.sort_unstable();
        assert_eq!(reached, ClaimState::ALL);
    }

    #[test]
    fn names_are_those_of_the_wire_and_labels_differ() {
        for state in ClaimState::ALL {
            assert_eq!(serde_json::to_value(state).ok(), Some(state.as_str().into()));
            assert!(state.label_en().is_ascii());
            assert_eq!(ClaimState::ALL.iter().filter(|other| other.label_ja() == state.label_ja()).count(), 1);
        }
    }
}

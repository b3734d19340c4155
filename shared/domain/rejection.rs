//! Why a claim is rejected as a whole.

use serde::{Deserialize, Serialize};

/// Why a claim is rejected (不承認理由).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RejectionReason {
    /// 補償対象外: no line is covered.
    NotCovered,
    /// 既往症.
    PreExisting,
    /// 保険期間外.
    OutsidePeriod,
    /// 待機期間中.
    WaitingPeriod,
    /// 重複請求.
    Duplicate,
    /// 消滅時効 (保険法95条1項).
    StatuteBarred,
    /// 免責金額以下.
    BelowDeductible,
    /// 支払限度到達.
    LimitsUsedUp,
    /// 告知義務違反 (保険法28条・31条).
    DisclosureBreach,
    /// 故意・重過失 (保険法17条).
    IntentOrGrossNegligence,
    /// 書類不備.
    PapersInsufficient,
    /// その他: the note says what.
    Other,
}

impl RejectionReason {
    /// Every reason.
    pub const ALL: [Self; 12] = [
        Self::NotCovered,
        Self::PreExisting,
        Self::OutsidePeriod,
        Self::WaitingPeriod,
        Self::Duplicate,
        Self::StatuteBarred,
        Self::BelowDeductible,
        Self::LimitsUsedUp,
        Self::DisclosureBreach,
        Self::IntentOrGrossNegligence,
        Self::PapersInsufficient,
        Self::Other,
    ];

    /// The Japanese wording, as it stands in the notice to the claimant.
    #[must_use]
    pub const fn label_ja(self) -> &'static str {
        match self {
            Self::NotCovered => "補償対象外",
            Self::PreExisting => "既往症(契約前の発症)",
            Self::OutsidePeriod => "保険期間外",
            Self::WaitingPeriod => "待機期間中",
            Self::Duplicate => "重複請求",
            Self::StatuteBarred => "消滅時効(3年)",
            Self::BelowDeductible => "免責金額以下",
            Self::LimitsUsedUp => "支払限度到達",
            Self::DisclosureBreach => "告知義務違反",
            Self::IntentOrGrossNegligence => "故意・重過失",
            Self::PapersInsufficient => "書類不備",
            Self::Other => "その他",
        }
    }

    /// The English wording.
    #[must_use]
    pub const fn label_en(self) -> &'static str {
        match self {
            Self::NotCovered => "Not covered",
            Self::PreExisting => "Pre-existing condition",
            Self::OutsidePeriod => "Outside the policy period",
            Self::WaitingPeriod => "In the waiting period",
            Self::Duplicate => "Claimed before",
            Self::StatuteBarred => "Barred after three years",
            Self::BelowDeductible => "Below the deductible",
            Self::LimitsUsedUp => "Limits used up",
            Self::DisclosureBreach => "Breach of the duty of disclosure",
            Self::IntentOrGrossNegligence => "Intent or gross negligence",
            Self::PapersInsufficient => "Papers insufficient",
            Self::Other => "Other",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_two_names_of_its_own() {
        for reason in RejectionReason::ALL {
            assert_eq!(RejectionReason::ALL.iter().filter(|other| other.label_ja() == reason.label_ja()).count(), 1);
            assert!(reason.label_en().is_ascii());
        }
    }
}

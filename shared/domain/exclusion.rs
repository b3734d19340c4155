//! Why a line of the statement, or some days of a stay, isn't covered.

use super::product::ExclusionCategory;
use serde::{Deserialize, Serialize};

/// A reason to exclude (免責・対象外事由; requirements, Assessment).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExclusionReason {
    /// Vaccination, where the product leaves it out.
    Vaccine,
    /// A check-up, where the product leaves it out.
    Checkup,
    /// Neutering, where the product leaves it out.
    Neuter,
    /// Pregnancy and birth, where the product leaves them out.
    Pregnancy,
    /// Supplements, where the product leaves them out.
    Supplement,
    /// An illness or injury from before the first contract: a finding of the assessor.
    PreExisting,
    /// A congenital disorder, where the product leaves it out: a finding of the assessor.
    Congenital,
    /// Before the policy's first or after its last day.
    OutsidePeriod,
    /// Illness in the waiting period of the first policy year.
    WaitingPeriod,
    /// Charged twice.
    Duplicate,
    /// Claimed after the statute's three years (保険法95条1項).
    StatuteBarred,
    /// A kind of care that the product doesn't cover.
    KindNotCovered,
}

impl ExclusionReason {
    /// Every reason.
    pub const ALL: [Self; 12] = [
        Self::Vaccine,
        Self::Checkup,
        Self::Neuter,
        Self::Pregnancy,
        Self::Supplement,
        Self::PreExisting,
        Self::Congenital,
        Self::OutsidePeriod,
        Self::WaitingPeriod,
        Self::Duplicate,
        Self::StatuteBarred,
        Self::KindNotCovered,
    ];

    /// The Japanese wording, as it stands in the notice to the claimant.
    #[must_use]
    pub const fn label_ja(self) -> &'static str {
        match self {
            Self::Vaccine => "予防接種",
            Self::Checkup => "健康診断",
            Self::Neuter => "避妊・去勢",
            Self::Pregnancy => "妊娠・出産",
            Self::Supplement => "サプリメント・健康食品",
            Self::PreExisting => "既往症(契約前の発症)",
            Self::Congenital => "先天性異常",
            Self::OutsidePeriod => "保険期間外",
            Self::WaitingPeriod => "待機期間中",
            Self::Duplicate => "重複",
            Self::StatuteBarred => "消滅時効(3年)",
            Self::KindNotCovered => "補償対象外の診療区分",
        }
    }

    /// The English wording.
    #[must_use]
    pub const fn label_en(self) -> &'static str {
        match self {
            Self::Vaccine => "Vaccination",
            Self::Checkup => "Check-up",
            Self::Neuter => "Neutering",
            Self::Pregnancy => "Pregnancy or birth",
            Self::Supplement => "Supplement",
            Self::PreExisting => "Pre-existing condition",
            Self::Congenital => "Congenital disorder",
            Self::OutsidePeriod => "Outside the policy period",
            Self::WaitingPeriod => "In the waiting period",
            Self::Duplicate => "Duplicate",
            Self::StatuteBarred => "Barred after three years",
            Self::KindNotCovered => "Kind of care not covered",
        }
    }

    /// What a product must exclude for this reason to hold; none where the reason holds under every product.
    #[must_use]
    pub const fn category(self) -> Option<ExclusionCategory> {
        match self {
            Self::Vaccine => Some(ExclusionCategory::Vaccine),
            Self::Checkup => Some(ExclusionCategory::Checkup),
            Self::Neuter => Some(ExclusionCategory::Neuter),
            Self::Pregnancy => Some(ExclusionCategory::Pregnancy),
            Self::Supplement => Some(ExclusionCategory::Supplement),
            Self::Congenital => Some(ExclusionCategory::Congenital),
            Self::PreExisting
            | Self::OutsidePeriod
            | Self::WaitingPeriod
            | Self::Duplicate
            | Self::StatuteBarred
            | Self::KindNotCovered => None,
        }
    }
}

impl From<ExclusionCategory> for ExclusionReason {
    fn from(category: ExclusionCategory) -> Self {
        match category {
            ExclusionCategory::Vaccine => Self::Vaccine,
            ExclusionCategory::Checkup => Self::Checkup,
            ExclusionCategory::Neuter => Self::Neuter,
            ExclusionCategory::Pregnancy => Self::Pregnancy,
            ExclusionCategory::Supplement => Self::Supplement,
            ExclusionCategory::Congenital => Self::Congenital,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_two_names_and_a_category_leads_back_to_its_reason() {
        for reason in ExclusionReason::ALL {
            assert!(!reason.label_ja().is_empty() && reason.label_en().is_ascii());
            if let Some(category) = reason.category() {
                assert_eq!(ExclusionReason::from(category), reason);
            }
        }
    }
}

//! The sums of a month's premiums.

use super::{ChargeState, Premium};
use crate::domain::money::Yen;
use serde::Serialize;

/// How many premiums, and how much in all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct PremiumSum {
    /// 件数.
    pub count: u32,
    /// 金額.
    pub amount_yen: Yen,
}

impl PremiumSum {
    fn add(&mut self, amount: Yen) {
        self.count += 1;
        self.amount_yen = self.amount_yen + amount;
    }
}

/// The sums of a month's premiums by their due day (保険料収納月報).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct PremiumReport {
    /// 収納: charged, what went back later included.
    pub charged: PremiumSum,
    /// 決済不能: declined, whether they will be tried again or not.
    pub failed: PremiumSum,
    /// 返金: what went back.
    pub refunded: PremiumSum,
    /// 処理中: neither charged nor declined yet.
    pub open: PremiumSum,
}

impl PremiumReport {
    /// Takes a premium into account.
    pub fn add(&mut self, premium: &Premium) {
        let amount = premium.amount_yen.yen();
        match premium.state {
            ChargeState::Charged | ChargeState::Refunding | ChargeState::Refunded => self.charged.add(amount),
            ChargeState::Failed => self.failed.add(amount),
            ChargeState::Intended | ChargeState::Sent | ChargeState::Unknown => self.open.add(amount),
        }
        if premium.refunded_yen != Yen::ZERO {
            self.refunded.add(premium.refunded_yen);
        }
    }
}

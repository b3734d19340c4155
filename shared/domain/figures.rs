//! Figures of a month (月次の数字): what was paid, how long it took, and how it stands to the premiums, by product.

use super::id::{ClaimId, ProductId};
use super::money::Yen;
use super::payout::{Payout, PayoutState};
use super::premium::{ChargeState, Premium};
use super::time::day;
use std::collections::{BTreeMap, BTreeSet};

/// The sums of a product.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProductSums {
    /// 収入保険料: charged of the premiums due in the month, less what went back of them.
    pub premium_yen: Yen,
    /// 支払保険金: paid in the month.
    pub paid_yen: Yen,
}

impl ProductSums {
    /// 損害率 in percent with one decimal, as written and paid (リトン・ペイド・ベーシス): what was paid over the premiums; nothing where
    /// there were none.
    #[must_use]
    pub fn loss_ratio_percent(&self) -> Option<f64> {
        tenths(self.paid_yen.get().saturating_mul(100), self.premium_yen.get())
    }
}

/// The sums of a month.
#[derive(Clone, Debug, Default)]
pub struct MonthFigures {
    claims: BTreeSet<ClaimId>,
    days: u64,
    timed: u64,
    products: BTreeMap<Option<ProductId>, ProductSums>,
}

impl MonthFigures {
    /// Takes a payout into account that was paid in the month; one that wasn't paid counts for nothing.
    pub fn add_payout(&mut self, payout: &Payout) {
        let Some(paid_at) = payout.paid_at.filter(|_| payout.state == PayoutState::Paid) else { return };
        self.claims.insert(payout.claim);
        if let Some(received_on) = payout.received_on {
            self.days += u64::try_from((day(paid_at) - received_on).num_days()).unwrap_or(0);
            self.timed += 1;
        }
        let sums = self.products.entry(payout.product).or_default();
        sums.paid_yen = sums.paid_yen + payout.amount_yen;
    }

    /// Takes a premium into account that is due in the month; one that wasn't charged counts for nothing.
    pub fn add_premium(&mut self, premium: &Premium) {
        if matches!(premium.state, ChargeState::Charged | ChargeState::Refunding | ChargeState::Refunded) {
            let sums = self.products.entry(premium.product).or_default();
            sums.premium_yen = sums.premium_yen + premium.amount_yen.yen().saturating_sub(premium.refunded_yen);
        }
    }

    /// How many claims something was paid for.
    #[must_use]
    pub fn claims_paid(&self) -> u32 {
        u32::try_from(self.claims.len()).unwrap_or(u32::MAX)
    }

    /// How many days from the receipt of a claim to its payment, on the average of the month's payments, with one decimal.
    #[must_use]
    pub fn average_days_to_payment(&self) -> Option<f64> {
        tenths(self.days, self.timed)
    }

    /// All products together.
    #[must_use]
    pub fn whole(&self) -> ProductSums {
        self.products.values().fold(ProductSums::default(), |whole, sums| ProductSums {
            premium_yen: whole.premium_yen + sums.premium_yen,
            paid_yen: whole.paid_yen + sums.paid_yen,
        })
    }

    /// Each product's sums; those of claims and premiums that know no product stand first.
    pub fn products(&self) -> impl Iterator<Item = (Option<ProductId>, ProductSums)> {
        self.products.iter().map(|(product, sums)| (*product, *sums))
    }
}

// A quotient rounded half up to one decimal, so that the same sums show the same figure everywhere.
#[expect(clippy::cast_precision_loss, reason = "tenths of sums of yen stay far below 2^52")]
fn tenths(sum: u64, by: u64) -> Option<f64> {
    let tenths = sum.saturating_mul(10).saturating_add(by / 2).checked_div(by)?;
    Some(tenths as f64 / 10.0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn id(prefix: &str, number: u32) -> String {
        format!("{prefix}_{number:026}")
    }

    fn payout(claim: u32, product: Option<u32>, amount: u64, state: &str, received: Option<&str>, paid: Option<&str>) -> Payout {
        serde_json::from_value(json!({
            "id": id("pay", claim), "claim": id("clm", claim), "policy": id("pol", 1), "product": product.map(|number| id("prd", number)),
            "received_on": received, "amount_yen": amount, "bank_account": { "$sealed": "s" }, "state": state, "due_on": "2026-12-01",
            "paid_at": paid.map(|day| format!("{day}T23:30:00.000+09:00")),
        }))
        .unwrap()
    }

    fn premium(product: u32, amount: u32, state: &str, refunded: u32) -> Premium {
        serde_json::from_value(json!({
            "id": id("prm", product), "policy": id("pol", 1), "policyholder": id("phd", 1), "product": id("prd", product), "due_on": "2026-11-27",
            "amount_yen": amount, "state": state, "attempts": 1, "failures": 0, "refunded_yen": refunded, "created_at": "2026-11-01T09:00:00.000+09:00",
        }))
        .unwrap()
    }

    #[test]
    fn only_what_was_paid_and_charged_counts() {
        let mut figures = MonthFigures::default();
        for payout in [
            payout(1, Some(1), 10_000, "paid", Some("2026-11-01"), Some("2026-11-11")),
            // The same claim, settled anew within the month.
            payout(1, Some(1), 2_000, "paid", Some("2026-11-01"), Some("2026-11-20")),
            payout(2, Some(2), 5_000, "paid", Some("2026-10-31"), Some("2026-11-30")),
            payout(3, None, 700, "paid", None, Some("2026-11-30")),
            payout(4, Some(1), 90_000, "failed", Some("2026-11-01"), None),
            payout(5, Some(1), 90_000, "due", Some("2026-11-01"), None),
        ] {
            figures.add_payout(&payout);
        }
        for premium in [
            premium(1, 30_000, "charged", 0),
            premium(1, 3_000, "refunding", 1_000),
            premium(2, 5_000, "failed", 0),
            premium(2, 7_000, "intended", 0),
        ] {
            figures.add_premium(&premium);
        }
        assert_eq!(figures.claims_paid(), 3);
        assert_eq!(figures.average_days_to_payment(), Some(19.7), "10, 19 and 30 days");
        let products: Vec<_> = figures
            .products()
            .map(|(product, sums)| {
                (product.map(|id| id.to_string()), sums.premium_yen.get(), sums.paid_yen.get(), sums.loss_ratio_percent())
            })
            .collect();
        assert_eq!(
            products,
            [(None, 0, 700, None), (Some(id("prd", 1)), 32_000, 12_000, Some(37.5)), (Some(id("prd", 2)), 0, 5_000, None)]
        );
        assert_eq!((figures.whole().premium_yen.get(), figures.whole().paid_yen.get()), (32_000, 17_700));
    }

    #[test]
    fn quotients_are_rounded_half_up_to_one_decimal() {
        for (sum, by, expected) in [
            (0, 0, None),
            (1, 0, None),
            (0, 3, Some(0.0)),
            (1, 3, Some(0.3)),
            (2, 3, Some(0.7)),
            (1, 20, Some(0.1)),
            (49, 1_000, Some(0.0)),
        ] {
            assert_eq!(tenths(sum, by), expected, "{sum}/{by}");
        }
    }
}

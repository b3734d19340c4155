//! GET /api/figures: the figures of a month, and how much work waits. What it costs grows with the month's own claims and premiums, and
//! ends at a bound that the reply admits to.

mod month;
mod work;

use crate::names::ProductNames;
use month::Month as Read;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use shared::caller::Caller;
use shared::change::Change;
use shared::domain::figures::ProductSums;
use shared::domain::id::ProductId;
use shared::domain::money::Yen;
use shared::domain::month::Month;
use shared::domain::role::Role;
use shared::domain::text::Line;
use shared::domain::time::day;
use shared::endpoint::{Access, Endpoint, Grant, Spec};
use shared::error::Result;
use shared::view::View;
use work::Work;

/// The endpoint.
pub struct FigureShow;

/// Of which month.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// 対象月 (`2026-11`); without it the present one in Japan.
    #[serde(default)]
    pub month: Option<Month>,
}

/// The figures.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Figures")]
pub struct Output {
    /// 対象月.
    pub month: Month,
    /// 受付件数: claims received in the month for the first time.
    pub claims_received: u32,
    /// 支払件数: claims that something was paid for in the month.
    pub claims_paid: u32,
    /// 平均支払日数: days from receipt to payment, on the average of the month's payments, with one decimal; null without one.
    pub average_days_to_payment: Option<f64>,
    /// All products together.
    pub total: FigureSums,
    /// Each product of which something was paid or charged.
    pub products: Vec<ProductFigures>,
    /// Whether the figures hold all of the month: 20,000 each of claims, payouts and premiums are added up.
    pub is_complete: bool,
    /// What waits now, whatever the month.
    pub work: Work,
}

/// Sums in yen.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FigureSums {
    /// 収入保険料: charged of the premiums due in the month, less what went back of them.
    pub premium_yen: Yen,
    /// 支払保険金: paid in the month.
    pub paid_yen: Yen,
    /// 損害率(リトン・ペイド・ベーシス): paid over premiums in percent with one decimal; null where nothing was charged.
    pub loss_ratio_percent: Option<f64>,
}

/// The sums of a product.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ProductFigures {
    /// The product; null for what was entered before products stood on claims and premiums.
    pub product: Option<ProductId>,
    /// Its name today.
    pub name: Option<Line<100>>,
    /// Its sums.
    pub sums: FigureSums,
}

impl From<ProductSums> for FigureSums {
    fn from(sums: ProductSums) -> Self {
        Self { premium_yen: sums.premium_yen, paid_yen: sums.paid_yen, loss_ratio_percent: sums.loss_ratio_percent() }
    }
}

impl Endpoint for FigureShow {
    const SPEC: Spec = Spec {
        name: "figure_show",
        summary: ("月の数字(受付・支払・損害率)と仕事の件数を表示する", "Show the figures of a month and how much work waits"),
        paths: &["/api/figures"],
        access: Access::Role(Role::Viewer),
        grants: &[Grant::Read],
        ..Spec::USUAL
    };
    type Input = Input;
    type Output = Output;

    async fn handle(caller: &Caller, input: Input, view: &View<'_>) -> Result<Change<Output>> {
        let (tenant, today) = (caller.tenant()?, day(view.now()));
        let month = input.month.unwrap_or_else(|| Month::of(today));
        let (read, work) = tokio::try_join!(Read::of(view, tenant, month), Work::count(view, tenant, caller.account()?, today))?;
        let names = ProductNames::of(view, tenant, read.figures.products().filter_map(|(product, _)| product)).await?;
        let product = |(product, sums): (Option<ProductId>, ProductSums)| {
            Ok(ProductFigures { product, name: product.map(|id| names.get(id)).transpose()?, sums: sums.into() })
        };
        Ok(Change::reply(Output {
            month,
            claims_received: read.claims_received,
            claims_paid: read.figures.claims_paid(),
            average_days_to_payment: read.figures.average_days_to_payment(),
            total: read.figures.whole().into(),
            products: read.figures.products().map(product).collect::<Result<_>>()?,
            is_complete: read.is_complete,
            work,
        }))
    }
}

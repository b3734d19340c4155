//! The products of the portfolio, one for each deductible.

use crate::amounts::{COVERAGE_PERCENT, grouped};
use crate::calendar::WAITING_DAYS;
use crate::client::{Ask, Body, Client, Role};
use crate::failure::{Failure, Result};
use crate::portfolio::Animal;
use crate::reply::{all, text};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The products by deductible; those that aren't there yet are made.
pub async fn products(client: &Client, animals: &[Animal]) -> Result<BTreeMap<u64, String>> {
    let known = all(client, "product_list", "/api/products", &[]).await?;
    let mut products = BTreeMap::new();
    for deductible in animals.iter().map(|animal| animal.deductible_yen) {
        if products.contains_key(&deductible) {
            continue;
        }
        let terms = terms(deductible);
        let product = match known.iter().find(|product| product["terms"]["name"] == terms["name"]) {
            Some(product) if product["terms"] == terms => text(product, "id")?,
            Some(product) => {
                return Err(Failure::Unexpected(format!(
                    "同じ名前の別の商品があります / a product of this name has other terms: {product}"
                )));
            }
            None => {
                let body = Body::Write(json!({ "terms": terms }), format!("load-product-{deductible}"));
                let ask = Ask { step: "product_create", role: Role::Administrator, path: "/api/products", query: &[], body };
                text(&client.ask(&ask).await?, "id")?
            }
        };
        products.insert(deductible, product);
    }
    Ok(products)
}

// Nothing is capped, limited or excluded, so that the expected sum needs no ledger.
fn terms(deductible_yen: u64) -> Value {
    json!({
        "name": format!("ペットプラン{COVERAGE_PERCENT} 免責{}円", grouped(deductible_yen)),
        "coverage_rate_percent": COVERAGE_PERCENT,
        "deductible_yen": deductible_yen,
        "care": { "visit": {}, "stay": {}, "operation": {} },
        "waiting_days": WAITING_DAYS,
        "exclusions": [],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_terms_cap_limit_and_exclude_nothing() {
        let terms = terms(37_500);
        assert_eq!(terms["name"], "ペットプラン70 免責37,500円");
        assert_eq!(terms["care"], json!({ "visit": {}, "stay": {}, "operation": {} }));
        assert_eq!((&terms["exclusions"], &terms["yearly_amount_yen"]), (&json!([]), &Value::Null));
    }
}

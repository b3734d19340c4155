//! Roles (権限): what an account may do. An account holds one or more.

use serde::{Deserialize, Serialize};

/// A role. Each includes viewer; approver and assessor include clerk; administrator includes none of the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 組織管理者: accounts, labels, products.
    Administrator,
    /// 承認者: approves, rejects and pays claims within a limit.
    Approver,
    /// 査定担当: assesses claims.
    Assessor,
    /// 一般: enters policyholders, animals, policies and claims.
    Clerk,
    /// 閲覧: reads.
    Viewer,
}

impl Role {
    /// Every role.
    pub const ALL: &'static [Self] = &[Self::Administrator, Self::Approver, Self::Assessor, Self::Clerk, Self::Viewer];

    /// Whether who holds this role may do what `needed` allows.
    #[must_use]
    pub const fn includes(self, needed: Self) -> bool {
        matches!(
            (self, needed),
            (_, Self::Viewer)
                | (Self::Administrator, Self::Administrator)
                | (Self::Approver, Self::Approver)
                | (Self::Assessor, Self::Assessor)
                | (Self::Approver | Self::Assessor | Self::Clerk, Self::Clerk)
        )
    }

    /// The name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Approver => "approver",
            Self::Assessor => "assessor",
            Self::Clerk => "clerk",
            Self::Viewer => "viewer",
        }
    }

    /// The Japanese and English name.
    #[must_use]
    pub const fn label(self) -> (&'static str, &'static str) {
        match self {
            Self::Administrator => ("組織管理者", "Administrator"),
            Self::Approver => ("承認者", "Approver"),
            Self::Assessor => ("査定担当", "Assessor"),
            Self::Clerk => ("一般", "Clerk"),
            Self::Viewer => ("閲覧", "Viewer"),
        }
    }
}

/// Whether any of the roles held allows what is needed.
#[must_use]
pub fn allows(held: &[Role], needed: Role) -> bool {
    held.iter().any(|role| role.includes(needed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_matrix() {
        use Role::{Administrator, Approver, Assessor, Clerk, Viewer};
        let table: [(Role, &[Role]); 5] = [
            (Administrator, &[Administrator, Viewer]),
            (Approver, &[Approver, Clerk, Viewer]),
            (Assessor, &[Assessor, Clerk, Viewer]),
            (Clerk, &[Clerk, Viewer]),
            (Viewer, &[Viewer]),
        ];
        for (held, included) in table {
            for needed in Role::ALL {
                assert_eq!(held.includes(*needed), included.contains(needed), "{held:?} {needed:?}");
            }
        }
    }
}

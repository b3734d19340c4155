//! Refusals from their list: the variants, their codes and bounds.

macro_rules! refusals {
    ($($(#[$doc:meta])* $variant:ident $(($bound:ident))? $code:literal;)*) => {
        /// A refusal by a rule. Its code is part of the API and never changes; see [`Refusal::code`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Refusal { $($(#[$doc])* $variant $(($bound))?,)* }

        impl Refusal {
            /// The code of every refusal.
            pub const CODES: &'static [&'static str] = &[$($code,)*];

            /// The stable code.
            #[must_use]
            pub const fn code(self) -> &'static str { match self { $(Self::$variant { .. } => $code,)* } }

            /// The bound that the refusal speaks of, where it speaks of one.
            #[must_use]
            pub const fn bound(self) -> Option<usize> {
                match self {
                    $($(Self::$variant(bound) => { let bound: $bound = bound; Some(bound) })?)*
                    _ => None,
                }
            }
        }

        impl std::fmt::Display for Refusal {
            // `code` or `code:bound`: the form in which a refusal passes through serde's errors.
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(self.code())?;
                self.bound().map_or(Ok(()), |bound| write!(formatter, ":{bound}"))
            }
        }

        impl std::error::Error for Refusal {}
    };
}

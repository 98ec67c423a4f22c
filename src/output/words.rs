//! output/words: the fixed words of the contract. Renaming a word here is a change that users see.

use crate::{evidence, finding, item};
use schemars::JsonSchema;
use serde::Serialize;

/// Spells out the words for the variants of an inner enum.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident for $inner:path { $($variant:ident $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
        pub(super) enum $name { $(#[serde(rename = $word)] $variant),* }

        impl $name {
            /// The word itself.
            #[allow(dead_code, reason = "not every list of words is needed outside JSON")]
            pub(super) fn word(self) -> &'static str {
                match self { $($name::$variant => $word),* }
            }
        }

        impl From<$inner> for $name {
            fn from(inner: $inner) -> Self {
                use $inner as Inner;
                match inner { $(Inner::$variant => $name::$variant),* }
            }
        }
    };
}

words! {
    /// How we know a value, weakest first: the document lacks the column; the column is there and the value is not; the document says it;
    /// stated once in a merged cell or a heading and holding here too; stated in the wrong column and put back; following from a named rule;
    /// several readings fit and none is chosen; a person decided.
    State for evidence::State {
        NoColumn "no_column",
        Missing "missing",
        Stated "stated",
        Carried "carried",
        Moved "moved",
        Inferred "inferred",
        Ambiguous "ambiguous",
        Reviewed "reviewed",
    }
}

words! {
    /// What kind of document it is: a disclosure directory or a service guide.
    Kind for item::Kind { Directory "directory", Guide "guide" }
}

words! {
    /// What an item is about.
    Nature for item::Nature {
        Service "service",
        Policy "policy",
        Institution "institution",
        Penalty "penalty",
        Information "information",
        Unknown "unknown",
    }
}

words! {
    /// What a mark column is about: for whom, how, at which level.
    MarkGroup for item::MarkGroup { Audience "audience", Mode "mode", Level "level" }
}

words! {
    /// A level of government.
    Level for item::Level {
        Nation "nation",
        Province "province",
        City "city",
        District "district",
        County "county",
        Town "town",
        Village "village",
    }
}

words! {
    /// How a cited title stands to the register of laws.
    TitleVerdict for item::TitleVerdict { Exact "exact", Short "short", Near "near", Unknown "unknown" }
}

words! {
    /// How a cited number stands to the act cited.
    NumberVerdict for item::NumberVerdict {
        Consistent "consistent",
        OtherAct "other_act",
        NoSuchAct "no_such_act",
        Superseded "superseded",
        Amending "amending",
        Malformed "malformed",
        NotGiven "not_given",
        Unchecked "unchecked",
    }
}

words! {
    /// Whether the act is in force.
    ForceVerdict for item::ForceVerdict {
        InForce "in_force",
        Repealed "repealed",
        NotYetInForce "not_yet_in_force",
        Unknown "unknown",
    }
}

words! {
    /// A unit of time.
    Unit for item::Unit {
        WorkingDay "working_day",
        Day "day",
        Week "week",
        Month "month",
        Year "year",
        Hour "hour",
        Minute "minute",
    }
}

words! {
    /// What sort of limit a deadline is.
    DeadlineKind for item::DeadlineKind {
        Within "within",
        Immediate "immediate",
        Periodic "periodic",
        ByDate "by_date",
        Duration "duration",
    }
}

words! {
    /// What a time limit rests on.
    Basis for item::Basis { Legal "legal", Promised "promised" }
}

words! {
    /// How bad a finding is, mildest first.
    Severity for finding::Severity { Info "info", Note "note", Warning "warning", Error "error" }
}

words! {
    /// A SKOS mapping relation, read "item RELATION concept".
    Relation for item::Relation { Exact "exact", Close "close", Broader "broader", Narrower "narrower", Related "related" }
}

/// Whether a content stands on the item's own row, or on a row that continues the item above.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Membership {
    Stated,
    Inferred,
}

impl From<evidence::State> for Membership {
    fn from(state: evidence::State) -> Self {
        use evidence::State::{Ambiguous, Carried, Inferred, Missing, Moved, NoColumn, Reviewed, Stated};
        match state {
            Stated | Carried | Moved | Reviewed => Membership::Stated,
            Inferred | Ambiguous | Missing | NoColumn => Membership::Inferred,
        }
    }
}

//! item/relation: how an item stands to a service.

use serde::Deserialize;

/// SKOS mapping relations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The same.
    Exact,
    /// Nearly the same.
    Close,
    /// The concept is broader.
    Broader,
    /// The concept is narrower.
    Narrower,
    /// They have to do with each other.
    Related,
}

impl Relation {
    /// The word the contract uses.
    pub fn key(self) -> &'static str {
        match self {
            Relation::Exact => "exact",
            Relation::Close => "close",
            Relation::Broader => "broader",
            Relation::Narrower => "narrower",
            Relation::Related => "related",
        }
    }
}

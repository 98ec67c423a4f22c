//! item/limit: the words of the contract for limits of time.

use super::{Basis, DeadlineKind, Unit};

impl Unit {
    /// The word the contract uses.
    pub fn key(self) -> &'static str {
        match self {
            Unit::WorkingDay => "working_day",
            Unit::Day => "day",
            Unit::Week => "week",
            Unit::Month => "month",
            Unit::Year => "year",
            Unit::Hour => "hour",
            Unit::Minute => "minute",
        }
    }
}

impl DeadlineKind {
    /// The word the contract uses.
    pub fn key(self) -> &'static str {
        match self {
            DeadlineKind::Within => "within",
            DeadlineKind::Immediate => "immediate",
            DeadlineKind::Periodic => "periodic",
            DeadlineKind::ByDate => "by_date",
            DeadlineKind::Duration => "duration",
        }
    }
}

impl Basis {
    /// The word the contract uses.
    pub fn key(self) -> &'static str {
        match self {
            Basis::Legal => "legal",
            Basis::Promised => "promised",
        }
    }
}

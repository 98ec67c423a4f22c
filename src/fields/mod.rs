//! fields: text of each field to its typed value; one file per kind of value.

pub mod citation;

//! fields: the text of each field to a typed value; one file per kind of value.

pub mod place;

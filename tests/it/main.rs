//! The one test program.
mod placement;
mod suite_document_numbers;

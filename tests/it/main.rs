//! The one test program.
mod suite_document_numbers;

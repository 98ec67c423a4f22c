//! The one test program. `UPDATE=1 cargo test` accepts what golden cases and scores show now.
#![expect(clippy::disallowed_methods, reason = "tests read and write files, and learn from the environment what is wanted")]

// What tests see of a run, and how they show differences.
#[cfg(test)]
mod made;

#[cfg(test)]
mod compact;

#[cfg(test)]
mod difference;

// The tests.
#[cfg(test)]
mod align;
#[cfg(test)]
mod archives;
#[cfg(test)]
mod browser;
#[cfg(test)]
mod characters;
#[cfg(test)]
mod cli;
#[cfg(test)]
mod contract;
#[cfg(test)]
mod defects;
#[cfg(test)]
mod faults;
mod feeding;
#[cfg(test)]
mod fields;
#[cfg(test)]
mod five;
#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod grids;
#[cfg(test)]
mod growth;
#[cfg(test)]
mod interrupted;
#[cfg(test)]
mod law;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod officer;
#[cfg(test)]
mod operation;
#[cfg(test)]
mod phrases;
#[cfg(test)]
mod placement;
#[cfg(test)]
mod readme;
#[cfg(test)]
mod rules;
#[cfg(test)]
mod scores;
#[cfg(test)]
mod section;
#[cfg(test)]
mod spans;
#[cfg(test)]
mod suite_csv;
#[cfg(test)]
mod suite_document_numbers;
#[cfg(test)]
mod suite_docx;
#[cfg(test)]
mod suite_encodings;
#[cfg(test)]
mod suite_html_grids;
#[cfg(test)]
mod suites;
#[cfg(test)]
mod twins;
#[cfg(test)]
mod workbook;
#[cfg(test)]
mod worker;

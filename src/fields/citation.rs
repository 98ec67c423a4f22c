//! fields/citation: placeholder

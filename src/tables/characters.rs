//! tables/characters: how frequent the characters of Chinese are, for judging encodings and garbled text.

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    characters: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    bits: u8,
    says: String,
}

/// The characters that the table knows, each with its bits: a share of one in two to the power of them.
pub fn bits() -> Vec<(char, u8)> {
    let table = toml::from_str(include_str!("characters.toml")).unwrap_or(Table { characters: Vec::new() });
    table.characters.iter().flat_map(|entry| entry.says.chars().map(|c| (c, entry.bits))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read() {
        let bits = bits();
        assert!(bits.len() > 1000, "characters.toml does not load: {} characters", bits.len());
        let mut characters: Vec<char> = bits.iter().map(|(c, _)| *c).collect();
        characters.sort_unstable();
        characters.dedup();
        assert_eq!(characters.len(), bits.len(), "a character stands twice");
    }
}

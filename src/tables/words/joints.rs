//! tables/words/joints: words that join others, stand at their ends, or begin and count what stands behind them.

use serde::Deserialize;

/// Words of one use, and texts in which they have it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Joint<T> {
    /// The words.
    pub says: Vec<T>,
    /// Each of the words stands in one of them.
    pub examples: Vec<String>,
}

/// Such words by their uses; explained in the table.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Joints {
    /// What joins the names of two authorities.
    pub offices: Joint<String>,
    /// What says that authorities of several levels are meant.
    pub several_levels: Joint<String>,
    /// Two levels in one name.
    pub level_pairs: Joint<String>,
    /// How what two levels share begins behind them.
    pub shared_by_levels: Joint<String>,
    /// How a text begins that goes on with a citation or a deadline in front of it.
    pub goes_on: Joint<String>,
    /// How no cell begins: the text in front of it goes on.
    pub never_first: Joint<String>,
    /// What joins two words that say what ticks say.
    pub marks: Joint<String>,
    /// What does so between words of which not all are known.
    pub unknown_marks: Joint<char>,
    /// What may stand behind such a word.
    pub mark_ends: Joint<String>,
    /// How a remark behind such a word begins that names more of them.
    pub included: Joint<String>,
    /// What is numbered of a document: chapters and other parts.
    pub chapters: Joint<String>,
    /// How the second line of a title begins that says no more than what sort of document it is.
    pub general_titles: Joint<String>,
}

impl<T> Default for Joint<T> {
    fn default() -> Self {
        Joint { says: Vec::new(), examples: Vec::new() }
    }
}

impl<T> Joint<T> {
    fn extend(&mut self, other: Joint<T>) {
        self.says.extend(other.says);
        self.examples.extend(other.examples);
    }
}

impl Joints {
    pub(super) fn extend(&mut self, other: Joints) {
        let Joints {
            offices,
            several_levels,
            level_pairs,
            shared_by_levels,
            goes_on,
            never_first,
            marks,
            unknown_marks,
            mark_ends,
            included,
            chapters,
            general_titles,
        } = other;
        self.offices.extend(offices);
        self.several_levels.extend(several_levels);
        self.level_pairs.extend(level_pairs);
        self.shared_by_levels.extend(shared_by_levels);
        self.goes_on.extend(goes_on);
        self.never_first.extend(never_first);
        self.marks.extend(marks);
        self.unknown_marks.extend(unknown_marks);
        self.mark_ends.extend(mark_ends);
        self.included.extend(included);
        self.chapters.extend(chapters);
        self.general_titles.extend(general_titles);
    }
}

//! # list-cut-off
//! **What it says.** A text ends in the middle: with a separator of lists, with a bracket that opens, or with the number of an entry.
//! **Why it matters.** The rest of the text is lost.
//! **Example.** 办理机构及地点、咨询查询途径、

use super::outcome::Outcome;
use super::pieces::Piece;
use super::scope::Scope;
use super::stretch::shown_part;
use super::{Check, Run};
use crate::evidence::At;
use crate::field::Field;
use crate::finding::Finding;
use crate::text::{is_blank, trim};

pub(super) const CHECK: Check = Check { code: "list-cut-off", version: 2, run: Run::Document(run) };

/// Fields whose texts are sentences or lists.
const ASKED: [Field; 5] = [Field::Contents, Field::ServiceTarget, Field::Materials, Field::HandlingChannels, Field::Notes];

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    let mut pieces = scope.pieces().filter(|piece| ASKED.contains(&piece.field)).peekable();
    while let Some(piece) = pieces.next() {
        // Entries of a list may end with a separator; only the end of the list counts. Each content is a text of its own.
        let goes_on =
            pieces.peek().is_some_and(|next| (next.item, next.field) == (piece.item, piece.field) && piece.field != Field::Contents);
        if !goes_on {
            outcome.judge(ends_open(&piece, scope).then(|| list_cut_off(&piece)));
        }
    }
    outcome
}

/// Whether the text ends with a separator or an opening bracket, or is followed by nothing but a separator that was left out of it.
fn ends_open(piece: &Piece, scope: &Scope) -> bool {
    let last = trim(piece.raw).chars().next_back();
    if last.is_some_and(|c| matches!(c, '、' | '（' | '(' | '《' | '“' | '【' | '〔')) || is_number_alone(trim(piece.raw)) {
        return true;
    }
    let Some(At::Text { line, to, .. }) = piece.at.last() else { return false };
    let text = scope.lines().get(line.saturating_sub(1) as usize).map_or("", |line| line.as_str());
    let mut behind = text.chars().skip(*to as usize).skip_while(|c| is_blank(*c) && *c != '\t');
    behind.next() == Some('、') && behind.find(|c| !is_blank(*c) || *c == '\t').is_none_or(|c| matches!(c, '\t' | '|'))
}

/// The number of an entry without its text: the cell was cut to its first line.
fn is_number_alone(text: &str) -> bool {
    let digits = text.trim_end_matches(['.', '．', ')', '）']);
    digits.len() < text.len() && !digits.is_empty() && digits.len() <= 2 && digits.chars().all(|c| c.is_ascii_digit())
}

fn list_cut_off(piece: &Piece) -> Finding {
    const SHOWN: usize = 12;
    let text = trim(piece.raw);
    let start = text.char_indices().rev().nth(SHOWN - 1).map_or(0, |(start, _)| start);
    let end = text.get(start..).unwrap_or(text);
    let finding = Finding::new("list-cut-off").with("end", end).item(piece.item).field(piece.field);
    shown_part(finding, piece.raw, &piece.at, end)
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    #[test]
    fn a_text_that_ends_in_the_middle_is_told() {
        let table = |end: &str| {
            format!(
                "序号\t一级事项\t二级事项\t公开内容\t公开主体\n1\t参保\t单位参保登记\t事项名称、办理材料{end}\t医保局\n2\t参保\t职工参保登记\t事项名称\t医保局\n"
            )
        };
        assert_eq!(said(&[&table("、")], "list-cut-off"), ["2: the text breaks off: …事项名称、办理材料、"]);
        assert_eq!(said(&[&table("（")], "list-cut-off").len(), 1);
        let number_alone = "序号\t一级事项\t二级事项\t公开内容\n1\t参保\t单位参保登记\t1.\n2\t参保\t职工参保登记\t1.事项名称\n";
        assert_eq!(said(&[number_alone], "list-cut-off"), ["2: the text breaks off: …1."]);
        for end in ["", "。", "；", "等"] {
            assert!(said(&[&table(end)], "list-cut-off").is_empty(), "{end}");
        }
    }
}

//! report: the section "Citations" of tests/SCORES.md.

use super::{Score, Tally};
use crate::placement::generate::law::Fault;
use crate::section::share;

/// The section as Markdown.
pub(super) fn section(scores: &[(&str, Score)], lacking: &Score) -> String {
    let mut text = String::from(
        "## Citations\n\nGenerated directories whose citations are made of acts of the register in every form that is right, with faults put in at random \
         (tests/generate/law), read by the whole pipeline.\n`recall`: faults that are found, by finding and by verdict. `precision`: of the citations accused \
         of a fault, those that have it. Target of both: 99.5 %.\nTitles of fewer than five characters are not misspelt on purpose: what is one character away \
         from one of them is away from several.\n",
    );
    for (name, score) in scores {
        text += &format!(
            "\n### {}\n\n| fault | put in | found | recall % | wrongly accused | precision % |\n|---|---:|---:|---:|---:|---:|\n",
            capital(name)
        );
        let mut sum = Tally::default();
        for kind in Fault::ALL {
            let tally = score.kinds.get(&kind).copied().unwrap_or_default();
            text += &line(title(kind), &tally);
            sum = Tally { put_in: sum.put_in + tally.put_in, found: sum.found + tally.found, accused: sum.accused + tally.accused };
        }
        text += &line("all of these", &sum);
        text += &format!(
            "\nCitations without fault: {}; read with title, number and articles as printed: {} ({} %).\n",
            score.clean,
            score.read_right,
            share(score.read_right, score.clean)
        );
    }
    let of = |kind| lacking.kinds.get(&kind).map_or(0, |tally| tally.accused);
    let numbers: u64 = Fault::ALL.into_iter().filter(|kind| *kind != Fault::Misspelt).map(of).sum();
    text + &format!(
        "\n### Acts that the register lacks\n\nThe acts held out are taken out of the register and cited without fault {} times. Accused of anything but a title: {numbers}. \
         Titles of which the nearest known one is shown as a hint: {} ({} %).\n",
        lacking.clean,
        of(Fault::Misspelt),
        share(of(Fault::Misspelt), lacking.clean)
    )
}

fn line(name: &str, tally: &Tally) -> String {
    format!(
        "| {name} | {} | {} | {} | {} | {} |\n",
        tally.put_in,
        tally.found,
        share(tally.found, tally.put_in),
        tally.accused,
        share(tally.found, tally.found + tally.accused)
    )
}

fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn title(kind: Fault) -> &'static str {
    match kind {
        Fault::OtherAct => "number of another act",
        Fault::Swapped => "numbers of neighbours exchanged",
        Fault::NoAct => "number of no act",
        Fault::Superseded => "number superseded",
        Fault::Amending => "number of an amending decision",
        Fault::Malformed => "number malformed",
        Fault::Misspelt => "title misspelt",
        Fault::Alike => "characters that look alike",
        Fault::Repealed => "act repealed",
        Fault::WrongYear => "wrong year",
        Fault::Alone => "ditto without antecedent",
    }
}

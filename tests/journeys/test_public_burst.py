"""150 people ask about one sentence at once, through the server as it is really served."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from tests.support.asking import ask
from tests.support.live_server import LiveServer
from ulss_tracker.models import Message, Request, db
from ulss_tracker.services.messaging import compose

PEOPLE = 150
CLIENTS = 8


def test_a_burst_is_recorded_whole_and_each_person_acknowledged_once(server: LiveServer) -> None:
    with ThreadPoolExecutor(CLIENTS) as pool:
        told = list(pool.map(lambda number: ask(server.address, number), range(PEOPLE)))
    assert len({each.reference for each in told}) == PEOPLE
    assert len({each.code for each in told}) == PEOPLE
    with server.app.app_context():
        kept = db.session.scalars(select(Request)).all()
        assert {each.reference for each in kept} == {each.reference for each in told}
        assert len({each.email for each in kept}) == PEOPLE
        acknowledged = db.session.execute(
            select(Message.request_id, func.count())
            .where(Message.kind.in_([compose.ACKNOWLEDGEMENT, compose.NEWS]))
            .group_by(Message.request_id)
        ).all()
        assert {number for number, _ in acknowledged} == {each.id for each in kept}
        assert {count for _, count in acknowledged} == {1}

/** The lines of simulated customers, in the agent's language. */
import type { Language } from '#core/vocabulary.ts';

export interface Script {
  readonly name: string;
  readonly subject: string;
  /** The first line is written while waiting, each further one after an answer of the agent. */
  readonly lines: readonly string[];
  readonly goodbye: string;
}

export const scripts: Readonly<Record<Language, readonly Script[]>> = {
  en: [
    {
      name: 'Ana Lindqvist',
      subject: 'Wrong size',
      lines: [
        'Hi! The rain jacket I ordered is too small.',
        'It is order HL-20418. I would like the same one in L.',
        'Do I have to pay for sending it back?',
      ],
      goodbye: 'Great, that is all I needed. Thank you!',
    },
    {
      name: 'Tomasz Ito',
      subject: 'Parcel has not arrived',
      lines: [
        'My parcel should have been here on Tuesday.',
        'The tracking page has said "on its way" for four days.',
        'Could you send it again if it is lost?',
      ],
      goodbye: 'All right, I will wait until Friday then. Bye!',
    },
    {
      name: 'Ruth Okafor',
      subject: 'Tent poles',
      lines: ['Do you sell single poles for the Fjell 2 tent?', 'One of mine broke at the middle joint.'],
      goodbye: 'Perfect, I have just ordered one.',
    },
    {
      name: 'Elif Marchetti',
      subject: 'Change of address',
      lines: [
        'I moved last week. Can I still change the address of my order?',
        'The new one is 14 Mill Street.',
      ],
      goodbye: 'That was quick. Thanks a lot!',
    },
    {
      name: 'Pavel Grant',
      subject: 'Gift card does not work',
      lines: [
        'My gift card is refused at the checkout.',
        'It says "already used", but I have never used it.',
        'The card ends in 7731.',
      ],
      goodbye: 'It works now. You saved the birthday!',
    },
  ],
  ko: [
    {
      name: '김하늘',
      subject: '사이즈 교환',
      lines: [
        '안녕하세요, 주문한 방수 재킷이 작아요.',
        '주문 번호는 HL-20418이고, 같은 제품 L로 바꾸고 싶어요.',
        '반품 배송비는 제가 내야 하나요?',
      ],
      goodbye: '네, 잘 알겠습니다. 감사합니다!',
    },
    {
      name: '이도윤',
      subject: '배송 지연',
      lines: [
        '화요일에 도착한다던 택배가 아직 안 왔어요.',
        '나흘째 "배송 중"으로만 나와요.',
        '분실된 거라면 다시 보내 주실 수 있나요?',
      ],
      goodbye: '그럼 금요일까지 기다려 볼게요. 수고하세요.',
    },
    {
      name: '박서연',
      subject: '텐트 폴',
      lines: ['피엘 2 텐트 폴을 낱개로도 파시나요?', '가운데 이음매가 부러졌어요.'],
      goodbye: '방금 주문했어요. 고맙습니다!',
    },
    {
      name: '최민재',
      subject: '주소 변경',
      lines: ['지난주에 이사했는데 주문 주소를 바꿀 수 있을까요?', '새 주소는 물레방아길 14입니다.'],
      goodbye: '빠르게 처리해 주셔서 감사합니다!',
    },
    {
      name: '정유나',
      subject: '기프트 카드 오류',
      lines: [
        '결제할 때 기프트 카드가 거절돼요.',
        '"이미 사용됨"이라고 나오는데 쓴 적이 없어요.',
        '카드 끝자리는 7731이에요.',
      ],
      goodbye: '이제 되네요. 정말 감사합니다!',
    },
  ],
};
